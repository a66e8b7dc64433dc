import 'server-only';
import type { DevServer } from '@channelkit/dev-server';
import { PusherService } from '@channelkit/server';
import type { z } from 'zod';
import { Problem } from '../../server/problem.ts';
import { getPusher } from '../../server/pusher.ts';
import { readServiceConfig } from '../push-settings/pushSettingsStore.server.ts';
import type { ServiceFigures, ServiceState, triggerSchema } from './triggers.ts';
import { listWebhooks } from './webhookLog.server.ts';

/** Sends an event on a test channel, without the contract, which has no test channels. */
export async function sendTestEvent({ channel, event, data }: z.output<typeof triggerSchema>): Promise<void> {
  const { config } = await readServiceConfig();
  const result = await new PusherService(config).trigger(channel, event, data);
  if (!result.ok) throw new Problem(503, result.error.message);
}

const shared = globalThis as typeof globalThis & { readonly demoProtocolServer?: DevServer };

function readFigures(port: number | null): ServiceFigures | null {
  const server = shared.demoProtocolServer;
  // The settings may point at another service while the local server still runs.
  if (!server || server.port !== port) return null;
  const { published, requests } = server.counters();
  return {
    connections: server.connections().length,
    subscriptions: server.subscriptions().length,
    messages: published,
    apiCalls: requests,
  };
}

/** How the service is configured, without secrets, and which channels are occupied. */
export async function readServiceState(): Promise<ServiceState> {
  const pusher = await getPusher();
  const found = await pusher.getChannels({ signal: AbortSignal.timeout(3000) });
  const { appId, key, cluster, host, port, tls, enabled } = pusher.getConfig();
  return {
    isReady: pusher.isReady(),
    lastError: found.ok ? null : found.error.message,
    config: { appId, key, secret: '********', cluster, host, port, tls, enabled },
    figures: readFigures(port === null ? null : Number(port)),
    webhooks: listWebhooks(),
    channels: found.ok
      ? Object.entries(found.channels).map(([name, { user_count }]) => ({ name, users: user_count ?? null }))
      : [],
  };
}
