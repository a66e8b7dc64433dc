import { type ChannelContract, channel, defineChannels, event } from '../../src/contract/contract.ts';
import type { ChannelMessage, EventMap } from '../../src/contract/contractTypes.ts';
import type { ResumeOptions } from '../../src/options.ts';
import { FakeLog, type TestClientOptions } from '../../src/testing/index.ts';
import type { ChannelGap, ChannelLease } from '../../src/types.ts';
import { type Bench, bench, gapsOf } from './setup.ts';

const changes: EventMap = { changed: event<{ n: number }>(), 'client-typing': event() };

/** Durable channels of several kinds, and one that is not. */
export const durableChannels: ChannelContract = defineChannels({
  'orders-{id}': channel({ durable: true, events: changes }),
  'private-orders-{id}': channel({ durable: true, events: changes }),
  'presence-room': channel({ durable: true, events: changes }),
  'cache-news': channel({ durable: true, events: changes }),
  'private-encrypted-vault': channel({ durable: true, events: changes }),
  plain: changes,
}) as never;

/** A bench whose back end keeps a log. */
export interface DurableBench extends Bench {
  readonly log: FakeLog;
}

export function durableBench({
  resume,
  ...options
}: Omit<TestClientOptions, 'resume'> & { resume?: Partial<ResumeOptions> } = {}): DurableBench {
  const logOf: { current?: FakeLog } = {};
  const made = bench({
    channels: durableChannels,
    resume: { resume: (request) => logOf.current?.resume(request), ...resume } as ResumeOptions,
    ...options,
  });
  const log = new FakeLog(made.server, { timers: made.timers });
  logOf.current = log;
  return { ...made, log };
}

/** A lease, and what it is told. */
export interface Followed {
  readonly lease: ChannelLease;
  readonly gaps: readonly ChannelGap[];
  readonly messages: readonly ChannelMessage[];
  /** The payloads' numbers. */
  numbers(): number[];
}

export function follow(made: DurableBench, name: string): Followed {
  const lease = made.client.acquire(name as never) as unknown as ChannelLease;
  const messages: ChannelMessage[] = [];
  lease.on('*', (_, message) => messages.push(message as ChannelMessage));
  return {
    lease,
    gaps: gapsOf(lease),
    messages,
    numbers: () => messages.map(({ data }) => (data as { n: number }).n),
  };
}
