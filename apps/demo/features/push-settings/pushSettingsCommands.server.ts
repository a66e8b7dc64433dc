import 'server-only';
import { PusherService } from '@channelkit/server';
import type { z } from 'zod';
import { getPusher } from '../../server/pusher.ts';
import type { PushSettings, pushSettingsSchema } from './pushSettings.ts';
import { tryServiceConfig, writePushSettings } from './pushSettingsStore.server.ts';
import { reportDelivery } from './reportDelivery.server.ts';

/**
 * Stores new settings and notifies open pages over the old service, so that they move at once. The event log would send
 * over the new one. A page that misses the event polls for the change.
 */
export async function changePushSettings(input: z.output<typeof pushSettingsSchema>): Promise<PushSettings> {
  const before = await getPusher();
  const settings = await writePushSettings(input);
  reportDelivery(await before.trigger('notification-channel', 'settings.changed', {}));
  return settings;
}

/** Sends a harmless request to the service that these settings name. Returns null if it answers, else the reason and remedy. */
export async function testConnection(
  input: z.output<typeof pushSettingsSchema>,
  { fetch }: { readonly fetch?: typeof globalThis.fetch } = {},
): Promise<string | null> {
  const tried = new PusherService(await tryServiceConfig(input), { fetch });
  const result = await tried.getChannels({ signal: AbortSignal.timeout(5000) });
  return result.ok ? null : result.error.message;
}
