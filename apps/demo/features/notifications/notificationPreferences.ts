import { configureNotifications, type NotificationSettings } from '@channelkit/react/notifications';
import { z } from 'zod';

const key = 'notification-preferences';
const schema = z.object({ sound: z.boolean(), volume: z.number(), browser: z.boolean() }).partial();
type Kept = z.output<typeof schema>;

function read(): Kept {
  try {
    return schema.parse(JSON.parse(localStorage.getItem(key) ?? '{}'));
  } catch {
    return {};
  }
}

const apply = ({ sound, volume, browser }: Kept): void =>
  configureNotifications({
    ...(sound !== undefined && { sound }),
    ...(volume !== undefined && { volume }),
    ...(browser !== undefined && { browser }),
  });

/** Applies what the person chose in this browser before; to be called once the page is there. */
export const restorePreferences = (): void => apply(read());

/** Changes how this browser announces things, and keeps the choice where storage is allowed. */
export function changePreferences(change: Partial<NotificationSettings>): void {
  apply(change);
  try {
    localStorage.setItem(key, JSON.stringify({ ...read(), ...change }));
  } catch {
    // A private window may refuse to store; the choice then holds until the page is left.
  }
}
