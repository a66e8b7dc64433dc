import { describe, expect, it, vi } from 'vitest';
import { authorizationBackoff } from '../src/engine/authorizer.ts';
import { makeInstance, readPusher } from '../src/engine/pusherSource.ts';
import { clientConfigFromEnv } from '../src/index.ts';
import { createCoalescer } from '../src/lib/coalescer.ts';
import { Emitter, rethrowLater } from '../src/lib/emitter.ts';
import { Alarm, createSystemTimers, reconnectBackoff, retryDelay } from '../src/lib/timers.ts';
import { loadSource } from '../src/loadEngine.ts';
import { createFakePusher, createManualTimers, FakeServer } from '../src/testing/index.ts';
import { readFault } from '../src/transport/closeReason.ts';

describe('backoff', () => {
  it('doubles from the base to the maximum; half of each delay is jitter', () => {
    for (const schedule of [reconnectBackoff, authorizationBackoff]) {
      for (let attempt = 0; attempt < 40; attempt += 1) {
        const ceiling = Math.min(schedule.max, schedule.base * 2 ** attempt);
        const [low, high] = [0, 0.999999].map((chance) =>
          retryDelay(schedule, attempt, createManualTimers({ random: () => chance })),
        );
        expect(low).toBe(Math.round(ceiling / 2));
        expect(high).toBe(ceiling);
      }
    }
  });
});

describe('an alarm', () => {
  it('restarts instead of piling up, and rings once', async () => {
    const timers = createManualTimers();
    const alarm = new Alarm(timers);
    const ring = vi.fn<() => void>();
    alarm.set(10, ring);
    alarm.set(20, ring);
    expect(timers.pending).toBe(1);
    await timers.advance(15);
    expect([ring.mock.calls.length, alarm.isSet]).toEqual([0, true]);
    await timers.advance(100);
    expect([ring.mock.calls.length, alarm.isSet]).toEqual([1, false]);
    alarm.set(10, ring);
    alarm.clear();
    alarm.clear();
    await timers.advance(100);
    expect(ring).toHaveBeenCalledOnce();
  });

  it('runs on the timers of the machine as they are when it is set', () => {
    vi.useFakeTimers();
    const ring = vi.fn<() => void>();
    const timers = createSystemTimers();
    new Alarm(timers).set(10, ring);
    vi.advanceTimersByTime(10);
    vi.useRealTimers();
    expect(ring).toHaveBeenCalledOnce();
    expect(timers.random()).toBeLessThan(1);
  });
});

describe('the clock of a client', () => {
  const { timeOrigin } = performance;

  it('goes on as before when the wall clock is set back', () => {
    const monotone = vi.spyOn(performance, 'now').mockReturnValue(1_000);
    const wall = vi.spyOn(Date, 'now').mockReturnValue(timeOrigin + 1_000);
    const { now } = createSystemTimers();
    const before = now();
    wall.mockReturnValue(timeOrigin - 3_600_000);
    expect(now()).toBe(before);
    monotone.mockReturnValue(1_500);
    expect(now()).toBe(before + 500);
  });

  it('catches up with the wall clock after a sleep in which the monotone one stood still (7, 8)', () => {
    const monotone = vi.spyOn(performance, 'now').mockReturnValue(1_000);
    const wall = vi.spyOn(Date, 'now').mockReturnValue(timeOrigin + 1_000);
    const { now } = createSystemTimers();
    now();
    wall.mockReturnValue(timeOrigin + 3_601_000);
    expect(now()).toBe(timeOrigin + 3_601_000);
    // And stays there, whatever the wall clock does then.
    wall.mockReturnValue(timeOrigin + 3_600_000);
    expect(now()).toBe(timeOrigin + 3_601_000);
    monotone.mockReturnValue(1_200);
    expect(now()).toBe(timeOrigin + 3_601_200);
  });
});

describe('an emitter', () => {
  it('goes on after a listener that throws, in order, also when told within a telling (4)', () => {
    const reported: unknown[] = [];
    const emitter = new Emitter<[number]>((error) => reported.push(error));
    const seen: string[] = [];
    emitter.subscribe((n) => {
      seen.push(`a${n}`);
      if (n === 1) emitter.emit(2);
    });
    emitter.subscribe((n) => {
      throw n;
    });
    emitter.subscribe((n) => seen.push(`b${n}`));
    emitter.emit(1);
    expect(seen).toEqual(['a1', 'a2', 'b2', 'b1']);
    expect(reported).toEqual([2, 1]);
    emitter.clear();
    emitter.emit(3);
    expect([seen.length, emitter.size]).toEqual([4, 0]);
  });

  it('lets an error surface as uncaught', () => {
    const queued: (() => void)[] = [];
    vi.stubGlobal('queueMicrotask', (task: () => void) => queued.push(task));
    rethrowLater(new Error('mine'));
    vi.unstubAllGlobals();
    expect(() => queued[0]?.()).toThrow('mine');
  });
});

describe('a coalescer', () => {
  const setUp = () => {
    const timers = createManualTimers();
    const runs: number[] = [];
    const start = timers.now();
    const coalescer = createCoalescer(() => runs.push(timers.now() - start), {
      window: 50,
      maxWait: 500,
      timers,
    });
    return { timers, runs, coalescer };
  };

  it('runs once for many signals, soon after the last', async () => {
    const { timers, runs, coalescer } = setUp();
    for (let n = 0; n < 5; n += 1) {
      coalescer.signal();
      await timers.advance(10);
    }
    await timers.advance(1_000);
    expect(runs).toEqual([90]);
  });

  it('runs once per maximal wait under a steady stream', async () => {
    const { timers, runs, coalescer } = setUp();
    for (let n = 0; n < 400; n += 1) {
      coalescer.signal();
      await timers.advance(10);
    }
    await timers.advance(1_000);
    expect(runs.slice(0, 3)).toEqual([500, 1_000, 1_500]);
    expect(runs.length).toBeLessThanOrEqual(9);
    expect(runs.at(-1)).toBeGreaterThanOrEqual(4_000);
  });

  it('drops what waits when cancelled, and goes on afterwards', async () => {
    const { timers, runs, coalescer } = setUp();
    coalescer.signal();
    coalescer.cancel();
    await timers.advance(1_000);
    expect(runs).toEqual([]);
    coalescer.signal();
    await timers.advance(1_000);
    expect(runs).toEqual([1_050]);
    expect(timers.pending).toBe(0);
  });
});

describe('close codes', () => {
  it.each([
    [1006, 'other'],
    [4000, 'again'],
    [4001, 'refused'],
    [4099, 'refused'],
    [4100, 'busy'],
    [4199, 'busy'],
    [4200, 'again'],
    [4299, 'again'],
    [4300, 'refused'],
    [4999, 'refused'],
  ])('read %i as %s, in both shapes of pusher-js', (code, kind) => {
    const plain = { type: 'PusherError', data: { code, message: 'm' } };
    expect(readFault(plain)).toEqual({ kind, code, message: 'm' });
    expect(readFault({ type: 'WebSocketError', error: plain })).toEqual({ kind, code, message: 'm' });
  });

  it('read anything else as a socket that closed', () => {
    for (const error of [null, undefined, 'text', {}, { type: 'WebSocketError', error: { isTrusted: true } }])
      expect(readFault(error)).toEqual({ kind: 'other', code: null, message: 'the socket closed' });
    expect(readFault({ type: 'MessageParseError' })).toEqual({ kind: 'malformed' });
    expect(readFault({ type: 'HandshakeError' })).toEqual({ kind: 'handshake' });
  });
});

describe('environment values', () => {
  it('become a config; empty ones count as absent, and without a key there is none', () => {
    expect(clientConfigFromEnv({ key: undefined })).toBeNull();
    expect(clientConfigFromEnv({ key: '  ' })).toBeNull();
    expect(clientConfigFromEnv({ key: 'k', cluster: '', host: '', port: '', tls: '' })).toEqual({ key: 'k' });
    expect(clientConfigFromEnv({ key: ' k ', cluster: 'eu', host: 'h', port: '6001', tls: 'false' })).toEqual(
      {
        key: 'k',
        cluster: 'eu',
        host: 'h',
        port: 6001,
        tls: false,
      },
    );
    for (const tls of ['true', '1', 'YES', 'on', 'https', true])
      expect(clientConfigFromEnv({ key: 'k', tls })).toEqual({ key: 'k', tls: true });
    for (const tls of ['false', '0', 'no', 'OFF', 'http', false])
      expect(clientConfigFromEnv({ key: 'k', tls })).toEqual({ key: 'k', tls: false });
    for (const port of ['x', '0', '70000', '80.5'])
      expect(clientConfigFromEnv({ key: 'k', port })).toEqual({ key: 'k' });
  });
});

describe('pusher-js', () => {
  it('is taken as class, instance, module or loader of any, through the wrappings of bundlers', async () => {
    const { Pusher } = createFakePusher({ server: new FakeServer({ timers: createManualTimers() }) });
    const instance = new Pusher('k', {} as never);
    expect(await readPusher(loadSource(Pusher))).toBe(Pusher);
    expect(await readPusher(loadSource(instance))).toBe(instance);
    for (const loaded of [Pusher, { default: Pusher }, { default: { default: Pusher } }])
      expect(await readPusher(loadSource(async () => loaded as never))).toBe(Pusher);
    expect(await readPusher(loadSource({ default: Pusher } as never))).toBe(Pusher);
    expect(await readPusher(loadSource(async () => instance))).toBe(instance);
    await expect(readPusher(loadSource({} as never))).rejects.toMatchObject({ code: 'CK202' });
  });

  it('gets our ping times, and with a host no transports that would leave it', () => {
    const { Pusher } = createFakePusher({ server: new FakeServer({ timers: createManualTimers() }) });
    const optionsOf = (config: object) => {
      makeInstance(Pusher, { key: 'k', ...config });
      return Pusher.instances.at(-1)?.options;
    };
    expect(optionsOf({ cluster: 'eu' })).toMatchObject({
      cluster: 'eu',
      activityTimeout: 30_000,
      pongTimeout: 10_000,
    });
    expect(optionsOf({ cluster: 'eu' })).not.toHaveProperty('enabledTransports');
    expect(optionsOf({})).toMatchObject({ cluster: 'mt1' });
    expect(optionsOf({ host: 'h', port: 6001, tls: false })).toMatchObject({
      cluster: '',
      wsHost: 'h',
      wsPort: 6001,
      wssPort: 6001,
      forceTLS: false,
    });
  });

  it('tries no transport over TLS on a host where TLS is off, and none over HTTP on any host', () => {
    const transportsOf = (tls?: boolean) => {
      const { Pusher } = createFakePusher();
      makeInstance(Pusher, { key: 'k', host: 'h', ...(tls === undefined ? {} : { tls }) });
      return Pusher.instances.at(-1)?.options.enabledTransports;
    };
    expect(transportsOf(false)).toEqual(['ws']);
    expect(transportsOf(true)).toEqual(['ws', 'wss']);
    expect(transportsOf()).toEqual(['ws', 'wss']);
  });
});
