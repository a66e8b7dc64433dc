import { type ChannelLease, createRealtimeClient } from '@channelkit/core';
import type { BatchEvent } from '@channelkit/server';
import type { PortDatabase } from '@channelkit/server/testing';
import Pusher from 'pusher-js';
import { expect, vi } from 'vitest';
import {
  type DurableChannels,
  durableChannels,
  type PusherAddress,
  startDurableBackEnd,
} from './durableBackEnd.ts';
import { durableNames } from './durableSteps.ts';
import { openLink } from './openLink.ts';

const limit = { timeout: 15_000, interval: 10 };

/**
 * Cuts a client of ours off any Pusher server and its log on any database, while events are committed, and expects that it gets each of
 * them once and in order, without a gap (17), and without a request for each channel (19).
 */
export async function missEvents<TTransaction>(
  address: PusherAddress,
  { port, transaction }: PortDatabase<TTransaction>,
): Promise<void> {
  const backEnd = await startDurableBackEnd(address, port);
  const link = await openLink(address);
  const client = createRealtimeClient<DurableChannels>({
    key: address.app.key,
    host: link.host,
    port: link.port,
    tls: false,
    pusher: Pusher as never,
    channels: durableChannels,
    auth: { endpoint: `${backEnd.origin}/auth` },
    resume: { endpoint: `${backEnd.origin}/resume` },
  });
  const told: Record<string, string[]> = {};
  const gaps: unknown[] = [];
  const leases = durableNames.map((name) => {
    const lease = client.acquire(name as never) as unknown as ChannelLease;
    told[name] = [];
    lease.on('*', (data, { replayed }) => {
      told[name]?.push(`${(data as { n: number }).n}${replayed ? ' replayed' : ''}`);
    });
    lease.onGap((gap) => gaps.push(gap));
    return lease;
  });
  const areLive = () => expect(leases.every(({ status }) => status.getSnapshot().isLive)).toBe(true);
  const append = async (n: number) => {
    const [log] = backEnd.workers;
    const events = durableNames.map((channel) => ({ channel, event: 'changed', data: { n } }));
    await transaction((tx) => log.append(tx, ...(events as readonly BatchEvent<DurableChannels>[])));
    await log.flush();
  };
  const areTold = (...numbers: string[]) =>
    vi.waitFor(
      () => expect(told).toEqual(Object.fromEntries(durableNames.map((name) => [name, numbers]))),
      limit,
    );
  try {
    await vi.waitFor(areLive, limit);
    await append(1);
    await areTold('1');
    link.cut();
    for (const n of [2, 3]) await append(n);
    link.mend();
    await vi.waitFor(areLive, limit);
    await append(4);
    await areTold('1', '2 replayed', '3 replayed', '4');
    expect(gaps).toEqual([]);
    expect(backEnd.requests['/auth']).toBeLessThanOrEqual(2);
  } finally {
    client.dispose();
    link.close();
    await backEnd.stop();
  }
}
