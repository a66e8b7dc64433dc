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

/** Applies the choices stored in this browser; call it after hydration. */
export const restorePreferences = (): void => apply(read());

/** Changes how this browser announces events, and stores the choice if it can. */
export function changePreferences(change: Partial<NotificationSettings>): void {
  apply(change);
  try {
    localStorage.setItem(key, JSON.stringify({ ...read(), ...change }));
  } catch {
    // Storage may be unavailable, for example in a private window; the choice then lasts as long as the page.
  }
}
