import 'server-only';
import { configFromEnv, PusherService } from '@channelkit/server';
import { channels } from '../channels.ts';

/** The service that sends the demo's events. */
export type DemoPusher = PusherService<typeof channels.definitions>;

const shared = globalThis as typeof globalThis & { demoPusher?: DemoPusher };

/** The one service of this process, configured by the environment when it is first asked for. */
export async function getPusher(): Promise<DemoPusher> {
  shared.demoPusher ??= new PusherService(configFromEnv(process.env), { channels });
  return shared.demoPusher;
}
