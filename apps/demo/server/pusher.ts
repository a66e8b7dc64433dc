import 'server-only';
import { PusherService } from '@channelkit/server';
import { readServiceConfig } from '../features/push-settings/pushSettingsStore.server.ts';
import { channels } from '../realtime/channels.ts';
import type { Queryable } from './database.ts';

/** The service that sends the demo's events. */
export type DemoPusher = PusherService<typeof channels.definitions>;

const shared = globalThis as typeof globalThis & { demoPusher?: { version: number; service: DemoPusher } };

/**
 * The service of this process; a new one after an administrator changes the settings. Inside a transaction, pass it: the
 * embedded database has one connection, and a read outside the transaction would wait for its end.
 */
export async function getPusher(transaction?: Queryable): Promise<DemoPusher> {
  const { config, version } = await readServiceConfig(transaction);
  if (shared.demoPusher?.version !== version)
    shared.demoPusher = { version, service: new PusherService(config, { channels }) };
  return shared.demoPusher.service;
}
