import {
  createSnapshotStore,
  NotifyQueue,
  rethrowLater,
  type WritableStore,
} from '@channelkit/core/internal';

/** Settings that a user may change. */
export interface NotificationSettings {
  /** Whether sounds are played. @default true */
  readonly sound: boolean;
  /** Loudness of sounds from 0 to 1. @default 0.5 */
  readonly volume: number;
  /** Whether browser notifications are shown, given the permission. @default true */
  readonly browser: boolean;
}

/** The settings, and what the browser currently allows. */
export interface NotificationSnapshot extends NotificationSettings {
  /** Whether a user gesture has enabled sounds on this page. */
  readonly isUnlocked: boolean;
  readonly permission: NotificationPermission | 'unsupported';
}

/** What this page's notifications share: a page has one audio output and one permission. */
export interface NotificationState {
  readonly store: WritableStore<NotificationSnapshot>;
  audio: AudioContext | null;
  /** Time of the audio clock at which the last sound began. */
  lastSound: number;
}

const symbol = Symbol.for('@channelkit/react/notifications');

/** The permission as the browser reports it. */
export const currentPermission = (): NotificationSnapshot['permission'] =>
  typeof Notification === 'undefined' ? 'unsupported' : Notification.permission;

const createState = (): NotificationState => ({
  store: createSnapshotStore<NotificationSnapshot>(
    { sound: true, volume: 0.5, browser: true, isUnlocked: false, permission: 'default' },
    new NotifyQueue(rethrowLater),
  ),
  audio: null,
  lastSound: Number.NEGATIVE_INFINITY,
});

/** Created at the first call, never at import. Shared by every copy of this module in the page, and never on a server. */
export function notificationState(): NotificationState {
  if (typeof window === 'undefined') return createState();
  const holder = globalThis as { [symbol]?: NotificationState };
  holder[symbol] ??= createState();
  return holder[symbol];
}

/**
 * Turns sounds and browser notifications on or off and sets the volume (clamped to 0–1) for the whole page. It stores nothing: keep
 * the user's choice with the application's other preferences.
 */
export function configureNotifications(settings: Partial<NotificationSettings>): void {
  const { store } = notificationState();
  const before = store.getSnapshot();
  const { sound = before.sound, browser = before.browser, volume = before.volume } = settings;
  const loudness = Number.isFinite(volume) ? Math.min(1, Math.max(0, volume)) : before.volume;
  store.set({ ...before, sound, browser, volume: loudness });
}
