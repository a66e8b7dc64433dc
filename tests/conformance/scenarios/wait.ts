import type { ConformanceChannel, ConformanceClient } from '../drivers/driver.ts';

const patience = 1500;

/** Settles with what an event brings; fails when it does not come in time. */
export function next<T = unknown>(
  source: { bind: (event: string, callback: (data: unknown) => void) => unknown },
  event: string,
): Promise<T> {
  const coming = new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No ${event} within ${patience} ms`)), patience);
    source.bind(event, (data) => {
      clearTimeout(timer);
      resolve(data as T);
    });
  });
  // A scenario that fails for another reason leaves this one unawaited.
  coming.catch(() => {});
  return coming;
}

/** Settles when the client is connected. */
export async function connected(client: ConformanceClient): Promise<void> {
  if (client.connection.state !== 'connected') await next(client.connection, 'connected');
}

/** Subscribes and settles when the server has accepted. */
export async function subscribed(client: ConformanceClient, name: string): Promise<ConformanceChannel> {
  const channel = client.subscribe(name);
  if (!channel.subscribed) await next(channel, 'pusher:subscription_succeeded');
  return channel;
}

/** Keeps what an event brings, in order. */
export function collect(
  channel: ConformanceChannel,
  ...events: string[]
): { event: string; data: unknown }[] {
  const seen: { event: string; data: unknown }[] = [];
  for (const event of events) channel.bind(event, (data) => void seen.push({ event, data }));
  return seen;
}
