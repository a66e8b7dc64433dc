import 'server-only';
import { PusherService } from '@channelkit/server';
import type { z } from 'zod';
import { getPusher } from '../../server/pusher.ts';
import type { PushSettings, pushSettingsSchema } from './pushSettings.ts';
import { tryServiceConfig, writePushSettings } from './pushSettingsStore.server.ts';
import { reportDelivery } from './reportDelivery.server.ts';

/**
 * Keeps new settings and tells open pages where they are connected at present, so that they move at once. This goes past the
 * outbox, which sends over the service that is in force when it sends: a page that missed it asks for itself.
 */
export async function changePushSettings(input: z.output<typeof pushSettingsSchema>): Promise<PushSettings> {
  const before = await getPusher();
  const settings = await writePushSettings(input);
  reportDelivery(await before.trigger('notification-channel', 'settings.changed', {}));
  return settings;
}

/**
 * Asks the service that these settings name something harmless, and keeps nothing; null when it answers, else what is wrong and
 * what to do.
 */
export async function testConnection(input: z.output<typeof pushSettingsSchema>): Promise<string | null> {
  const tried = new PusherService(await tryServiceConfig(input));
  const result = await tried.getChannels({ signal: AbortSignal.timeout(5000) });
  return result.ok ? null : result.error.message;
}
