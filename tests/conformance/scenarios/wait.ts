import type { ConformanceChannel, ConformanceClient } from '../drivers/driver.ts';

const timeLimit = 1500;

/** Resolves with the data of the next event; rejects when it does not arrive in time. */
export function next<T = unknown>(
  source: { bind: (event: string, callback: (data: unknown) => void) => unknown },
  event: string,
): Promise<T> {
  const coming = new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No ${event} within ${timeLimit} ms`)), timeLimit);
    source.bind(event, (data) => {
      clearTimeout(timer);
      resolve(data as T);
    });
  });
  // A scenario that fails for another reason never awaits this.
  coming.catch(() => {});
  return coming;
}

/** Resolves when the client is connected. */
export async function connected(client: ConformanceClient): Promise<void> {
  if (client.connection.state !== 'connected') await next(client.connection, 'connected');
}

/** Subscribes and resolves when the server has accepted. */
export async function subscribed(client: ConformanceClient, name: string): Promise<ConformanceChannel> {
  const channel = client.subscribe(name);
  if (!channel.subscribed) await next(channel, 'pusher:subscription_succeeded');
  return channel;
}

/** Collects the data of events, in order. */
export function collect(
  channel: ConformanceChannel,
  ...events: string[]
): { event: string; data: unknown }[] {
  const seen: { event: string; data: unknown }[] = [];
  for (const event of events) channel.bind(event, (data) => void seen.push({ event, data }));
  return seen;
}
