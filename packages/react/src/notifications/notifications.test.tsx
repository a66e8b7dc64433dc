import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  configureNotifications,
  playNotificationSound,
  requestNotificationPermission,
  showNotification,
  unlockNotificationSounds,
  useNotificationSettings,
} from './index.ts';

interface Tone {
  hertz: number;
  start: number;
  end: number;
}

/** An audio output that records its tones; suspended until a gesture resumes it. */
class FakeAudio {
  static last: FakeAudio | null = null;
  static count = 0;
  state = 'suspended';
  currentTime = 1;
  destination = {};
  tones: Tone[] = [];
  peaks: number[] = [];
  isAllowed = true;

  constructor() {
    FakeAudio.last = this;
    FakeAudio.count += 1;
  }

  resume() {
    if (!this.isAllowed) return Promise.reject(new Error('not allowed'));
    this.state = 'running';
    return Promise.resolve();
  }

  createGain() {
    const gain = {
      setValueAtTime: () => {},
      linearRampToValueAtTime: (value: number) => this.peaks.push(value),
      exponentialRampToValueAtTime: () => {},
    };
    return { gain, connect: () => {}, disconnect: () => {} };
  }

  createOscillator() {
    const tone = { hertz: 0, start: 0, end: 0 };
    this.tones.push(tone);
    return {
      frequency: {
        set value(hertz: number) {
          tone.hertz = hertz;
        },
      },
      connect: (next: unknown) => next,
      disconnect: () => {},
      start: (at: number) => {
        tone.start = at;
      },
      stop: (at: number) => {
        tone.end = at;
      },
    };
  }
}

class FakeNotification {
  static permission = 'granted';
  static shown: FakeNotification[] = [];
  static requestPermission = vi.fn(async () => {
    FakeNotification.permission = 'granted';
    return 'granted';
  });
  onclick: (() => void) | null = null;
  close = vi.fn();
  readonly title: string;
  readonly options: NotificationOptions;

  constructor(title: string, options: NotificationOptions) {
    this.title = title;
    this.options = options;
    FakeNotification.shown.push(this);
  }
}

beforeEach(() => {
  Reflect.deleteProperty(globalThis, Symbol.for('@channelkit/react/notifications'));
  FakeAudio.last = null;
  FakeAudio.count = 0;
  FakeNotification.permission = 'granted';
  FakeNotification.shown = [];
  vi.stubGlobal('AudioContext', FakeAudio);
  vi.stubGlobal('Notification', FakeNotification);
});
afterEach(() => vi.unstubAllGlobals());

const gesture = () => act(async () => void window.dispatchEvent(new Event('pointerup')));

async function unlocked(): Promise<FakeAudio> {
  unlockNotificationSounds();
  await gesture();
  return FakeAudio.last as unknown as FakeAudio;
}

describe('playNotificationSound', () => {
  it('is silent before the first gesture, and queues nothing', async () => {
    const stop = unlockNotificationSounds();
    expect(playNotificationSound('success')).toBe(false);
    expect(FakeAudio.count).toBe(0);
    await gesture();
    expect(FakeAudio.last?.tones).toEqual([]);
    expect(playNotificationSound('success')).toBe(true);
    stop();
  });

  it('ascends for success, descends for error, plays one tone for info and two for warning', async () => {
    const audio = await unlocked();
    const play = (type: 'success' | 'info' | 'warning' | 'error') => {
      audio.tones = [];
      audio.currentTime += 1;
      playNotificationSound(type);
      return audio.tones.map(({ hertz }) => hertz);
    };
    const success = play('success');
    expect(success).toEqual(success.toSorted((a, b) => a - b));
    expect(new Set(success).size).toBe(3);
    const error = play('error');
    expect(error).toEqual(error.toSorted((a, b) => b - a));
    expect(play('info')).toHaveLength(1);
    expect(play('warning')).toHaveLength(2);
    for (const { start, end } of audio.tones) expect(end).toBeGreaterThan(start);
  });

  it('respects the volume and the setting', async () => {
    const audio = await unlocked();
    configureNotifications({ volume: 1 });
    playNotificationSound('info');
    audio.currentTime += 1;
    playNotificationSound('info', { volume: 0.5 });
    expect((audio.peaks[1] ?? 0) / (audio.peaks[0] ?? 0)).toBeCloseTo(0.5);
    audio.currentTime += 1;
    configureNotifications({ sound: false });
    expect(playNotificationSound('info')).toBe(false);
    configureNotifications({ sound: true, volume: 0 });
    expect(playNotificationSound('info')).toBe(false);
    configureNotifications({ volume: Number.NaN });
    configureNotifications({ volume: 7 });
    expect(playNotificationSound('info')).toBe(true);
    expect(audio.peaks.at(-1)).toBe(audio.peaks[0]);
  });

  it('plays one sound for a burst', async () => {
    const audio = await unlocked();
    expect([1, 2, 3].map(() => playNotificationSound('info'))).toEqual([true, false, false]);
    audio.currentTime += 0.2;
    expect(playNotificationSound('info')).toBe(true);
  });

  it('plays again after the browser suspended the page', async () => {
    const audio = await unlocked();
    audio.state = 'suspended';
    expect(playNotificationSound('info')).toBe(false);
    await act(async () => {});
    expect(playNotificationSound('info')).toBe(true);
  });

  it('keeps waiting until the browser accepts a gesture', async () => {
    const stop = unlockNotificationSounds();
    const refusing = vi.spyOn(FakeAudio.prototype, 'resume').mockRejectedValueOnce(new Error('not allowed'));
    await gesture();
    expect(playNotificationSound('info')).toBe(false);
    refusing.mockRestore();
    await gesture();
    expect(playNotificationSound('info')).toBe(true);
    expect(FakeAudio.count).toBe(1);
    stop();
  });

  it('does nothing without Web Audio', async () => {
    vi.stubGlobal('AudioContext', undefined);
    unlockNotificationSounds();
    await gesture();
    expect(playNotificationSound('info')).toBe(false);
  });
});

describe('showNotification', () => {
  it('shows a notification, and focuses the page on a click', () => {
    const focus = vi.spyOn(window, 'focus').mockImplementation(() => {});
    const onClick = vi.fn();
    const options = { body: 'Invoice #7 has been paid', tag: 'payment-7', icon: '/icon.png' };
    expect(showNotification('Invoice paid', { ...options, onClick })).not.toBeNull();
    const [shown] = FakeNotification.shown;
    expect(shown).toMatchObject({ title: 'Invoice paid', options });
    shown?.onclick?.();
    expect(focus).toHaveBeenCalledTimes(1);
    expect(shown?.close).toHaveBeenCalledTimes(1);
    expect(onClick).toHaveBeenCalledTimes(1);
  });

  it('shows nothing without permission, while turned off, or where only service workers may', () => {
    FakeNotification.permission = 'denied';
    expect(showNotification('Paid')).toBeNull();
    FakeNotification.permission = 'granted';
    configureNotifications({ browser: false });
    expect(showNotification('Paid')).toBeNull();
    configureNotifications({ browser: true });
    const Illegal = () => {
      throw new TypeError('Illegal constructor');
    };
    vi.stubGlobal('Notification', Object.assign(Illegal, { permission: 'granted' }));
    expect(showNotification('Paid')).toBeNull();
    vi.stubGlobal('Notification', undefined);
    expect(showNotification('Paid')).toBeNull();
    expect(FakeNotification.shown).toEqual([]);
  });

  it('never requests permission; requestNotificationPermission requests it once', async () => {
    FakeNotification.permission = 'default';
    expect(showNotification('Paid')).toBeNull();
    expect(FakeNotification.requestPermission).not.toHaveBeenCalled();
    const { result } = renderHook(() => useNotificationSettings());
    expect(result.current.permission).toBe('default');
    await act(async () => expect(await requestNotificationPermission()).toBe('granted'));
    await act(async () => void (await requestNotificationPermission()));
    expect(FakeNotification.requestPermission).toHaveBeenCalledTimes(1);
    expect(result.current.permission).toBe('granted');
    vi.stubGlobal('Notification', undefined);
    expect(await requestNotificationPermission()).toBe('unsupported');
  });
});

describe('useNotificationSettings', () => {
  it('returns the settings, and unlocks sounds with a gesture while mounted', async () => {
    const { result, unmount } = renderHook(() => useNotificationSettings());
    expect(result.current).toMatchObject({ sound: true, volume: 0.5, browser: true, isUnlocked: false });
    await gesture();
    expect(result.current.isUnlocked).toBe(true);
    act(() => configureNotifications({ sound: false, volume: 0.2 }));
    expect(result.current).toMatchObject({ sound: false, volume: 0.2 });
    unmount();
  });

  it('removes its listeners when it unmounts (15)', async () => {
    const { unmount } = renderHook(() => useNotificationSettings());
    unmount();
    await gesture();
    expect(FakeAudio.count).toBe(0);
  });
});

describe('with `once`', () => {
  /** Web Locks of one tab, and its storage. */
  const agree = () => {
    vi.stubGlobal('navigator', {
      locks: { request: async (_: string, run: () => unknown) => run() },
      userActivation: { hasBeenActive: true },
    });
    localStorage.clear();
  };

  it('a notification is shown once for an id, and another id shows its own (23)', async () => {
    agree();
    for (const once of ['a', 'a', 'b']) expect(showNotification('Paid', { once })).toBeNull();
    await vi.waitFor(() => expect(FakeNotification.shown).toHaveLength(2), { timeout: 10_000 });
  });

  it('a sound is played once for an id, and the id is not used up while sounds are off (23)', async () => {
    agree();
    const audio = await unlocked();
    configureNotifications({ sound: false });
    playNotificationSound('info', { once: 'a' });
    configureNotifications({ sound: true });
    for (const once of ['a', 'a']) playNotificationSound('info', { once });
    await vi.waitFor(() => expect(audio.tones).toHaveLength(1), { timeout: 10_000 });
  });
});
