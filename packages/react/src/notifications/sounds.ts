import { onceAcrossTabs } from '@channelkit/core';
import { type NotificationState, notificationState } from './notificationState.ts';
import { type NotificationSound, ring } from './tones.ts';

/** Sounds that begin closer together than this, in seconds, count as one: a burst of events must not hurt. */
const apart = 0.15;

const gestures = ['pointerup', 'keydown', 'touchend', 'click'] as const;

function openAudio(state: NotificationState): AudioContext | null {
  if (typeof AudioContext === 'undefined') return null;
  state.audio ??= new AudioContext();
  return state.audio;
}

const tellUnlocked = ({ store }: NotificationState): void => {
  const snapshot = store.getSnapshot();
  if (!snapshot.isUnlocked) store.set({ ...snapshot, isUnlocked: true });
};

/**
 * Enables sounds after the user's first click, tap or key, because browsers mute a page before. Call it in an effect
 * (`useNotificationSettings` does); returns a function that stops it. Does nothing on a server or without Web Audio.
 */
export function unlockNotificationSounds(): () => void {
  if (typeof window === 'undefined') return () => {};
  const state = notificationState();
  const stop = () => {
    for (const gesture of gestures) window.removeEventListener(gesture, unlock, true);
  };
  const unlock = () => {
    const audio = openAudio(state);
    if (!audio) return stop();
    void audio.resume().then(
      () => {
        tellUnlocked(state);
        stop();
      },
      // This browser does not accept this gesture: wait for the next one.
      () => {},
    );
  };
  for (const gesture of gestures) window.addEventListener(gesture, unlock, true);
  return stop;
}

/** Options of {@link playNotificationSound}. */
export interface NotificationSoundOptions {
  /** 0 to 1. @default the setting */
  readonly volume?: number | undefined;
  /** An event's id: of all tabs that can play a sound for it, one does, the focused one first. */
  readonly once?: string | undefined;
}

/**
 * Plays a short sound with Web Audio: `success` ascends, `info` is one tone, `warning` two, `error` descends. Returns whether it
 * is played: not before the first user gesture, while sounds are off, on a server, or within 150 ms of the last. A sound that cannot be
 * played is dropped. Never throws. With `once` it returns false, since the tabs have to agree before one of them plays it.
 *
 * @example
 * usePusherEvent('payment.received', (_, { id }) => playNotificationSound('success', { once: id }));
 */
export function playNotificationSound(
  type: NotificationSound = 'success',
  { volume, once }: NotificationSoundOptions = {},
): boolean {
  const play = prepare(type, volume);
  if (!play) return false;
  if (once === undefined) return play();
  void onceAcrossTabs(`sound ${once}`, play);
  return false;
}

/** The function that plays a sound now; null if this tab cannot. */
function prepare(type: NotificationSound, volume: number | undefined): (() => boolean) | null {
  if (typeof window === 'undefined') return null;
  const state = notificationState();
  const { sound, volume: setting } = state.store.getSnapshot();
  const loudness = Math.min(1, Math.max(0, volume ?? setting));
  if (!sound || !(loudness > 0)) return null;
  // A page that was clicked before this listened may open its output at any time.
  const audio = state.audio ?? (navigator.userActivation?.hasBeenActive ? openAudio(state) : null);
  if (audio?.state !== 'running') {
    // Phones suspend it when the page is left; resume it for the next sound.
    void audio?.resume().then(
      () => tellUnlocked(state),
      () => {},
    );
    return null;
  }
  return () => {
    if (audio.currentTime - state.lastSound < apart) return false;
    state.lastSound = audio.currentTime;
    tellUnlocked(state);
    ring(audio, type, loudness);
    return true;
  };
}
