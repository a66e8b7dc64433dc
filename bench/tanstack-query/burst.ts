// Our bridge beside the hand-written one, on a simulated clock: node --conditions=@channelkit/source tanstack-query/burst.ts
import type { ClientEvent, RealtimeClient } from '@channelkit/core';
import { defineChannels, event } from '@channelkit/core';
import { createQueryBridge, defineQueryRules } from '@channelkit/tanstack-query';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { SimClock } from '../../packages/tanstack-query/tests/convergence/simClock.ts';

type Listener = (message: { event: string; data: { id: number } }) => void;

/** A way to bring events into the cache. */
interface Way {
  readonly name: string;
  readonly connect: (queryClient: QueryClient, bind: (listener: Listener) => void, clock: SimClock) => void;
}

interface Scenario {
  readonly name: string;
  readonly queries: number;
  readonly events: number;
  readonly apart: number;
  /** Every event concerns every query. */
  readonly broad?: boolean;
}

const latency = 50;
const keyOf: (message: Parameters<Listener>[0]) => unknown[] = ({ event, data }) =>
  event === 'changed' ? ['items', data.id] : ['items'];
const channels = defineChannels({
  items: { changed: event<{ id: number }>(), imported: event<{ id: number }>() },
});
const rules = defineQueryRules(channels, (on) => [
  on('items', 'changed', ({ data }) => [['items', data.id]], { catchUp: () => [['items']] }),
  on('items', 'imported', () => [['items']]),
]);

/** The slice of a client that the bridge uses. */
const clientOf = (bind: (listener: Listener) => void, now: () => number) =>
  ({
    contract: channels,
    inspect: () => ({ channels: [] }),
    observe: (listener: (event: ClientEvent) => void) => {
      listener({ type: 'live', channel: 'items', liveSince: now(), gap: null });
      bind((message) =>
        listener({
          type: 'message',
          message: { ...message, channel: 'items', receivedAt: now() },
          pattern: 'items',
        }),
      );
      return () => {};
    },
  }) as unknown as RealtimeClient<typeof channels.definitions>;

const ways: readonly Way[] = [
  {
    name: 'bind → `invalidateQueries`',
    connect: (queryClient, bind) =>
      bind((message) => void queryClient.invalidateQueries({ queryKey: keyOf(message) })),
  },
  {
    name: 'the same, `cancelRefetch: false`',
    connect: (queryClient, bind) =>
      bind(
        (message) =>
          void queryClient.invalidateQueries({ queryKey: keyOf(message) }, { cancelRefetch: false }),
      ),
  },
  {
    name: 'ChannelKit',
    connect: (queryClient, bind, clock) =>
      void createQueryBridge({ client: clientOf(bind, clock.now), queryClient, rules, timers: clock }),
  },
];

const scenarios: readonly Scenario[] = [
  { name: '100 events at once', queries: 1, events: 100, apart: 0 },
  { name: '100 events 5 ms apart', queries: 1, events: 100, apart: 5 },
  { name: '100 queries × 1,000 events at once', queries: 100, events: 1_000, apart: 0 },
  {
    name: '100 queries, 1,000 events for all of them, at once',
    queries: 100,
    events: 1_000,
    apart: 0,
    broad: true,
  },
  { name: '100 queries × 1,000 events, 2 ms apart', queries: 100, events: 1_000, apart: 2 },
  {
    name: '100 queries, 1,000 events for all of them, 2 ms apart',
    queries: 100,
    events: 1_000,
    apart: 2,
    broad: true,
  },
];

async function measure({ connect }: Way, { queries, events, apart, broad }: Scenario) {
  const clock = new SimClock(() => 0.5);
  const uninstall = clock.install();
  const queryClient = new QueryClient();
  const listeners: Listener[] = [];
  const server = new Array<number>(queries).fill(0);
  let fetches = 0;
  let aborted = 0;
  for (let id = 0; id < queries; id += 1) {
    const observer = new QueryObserver(queryClient, {
      queryKey: ['items', id],
      staleTime: Number.POSITIVE_INFINITY,
      queryFn: async ({ signal }) => {
        fetches += 1;
        signal.addEventListener('abort', () => {
          aborted += 1;
        });
        const version = server[id];
        await new Promise<void>((resolve) => void setTimeout(resolve, latency));
        return version;
      },
    });
    observer.subscribe(() => {});
  }
  await clock.advance(1_000);
  connect(queryClient, (listener) => listeners.push(listener), clock);
  await clock.advance(1_000);
  const before = fetches;
  for (let n = 0; n < events; n += 1) {
    const id = n % queries;
    for (const changed of broad ? server.keys() : [id]) server[changed] = (server[changed] ?? 0) + 1;
    for (const listener of listeners) listener({ event: broad ? 'imported' : 'changed', data: { id } });
    if (apart > 0) await clock.advance(apart);
  }
  const last = clock.now();
  const isRight = () => server.every((version, id) => queryClient.getQueryData(['items', id]) === version);
  while (!isRight() && clock.now() - last < 5_000) await clock.advance(5);
  const right = isRight() ? `${clock.now() - last} ms` : '**never**';
  await clock.advance(5_000);
  const wrong = server.filter((version, id) => queryClient.getQueryData(['items', id]) !== version).length;
  uninstall();
  queryClient.clear();
  const perQuery = ((fetches - before) / queries).toFixed(queries === 1 ? 0 : 1);
  return { perQuery, aborted: (aborted / queries).toFixed(queries === 1 ? 0 : 1), wrong, right };
}

const rows = [
  '| burst | way | fetches per query | aborted per query | wrong and fresh at the end | right after the last event |',
  '|---|---|--:|--:|--:|--:|',
];
for (const scenario of scenarios) {
  for (const way of ways) {
    const { perQuery, aborted, wrong, right } = await measure(way, scenario);
    rows.push(`| ${scenario.name} | ${way.name} | ${perQuery} | ${aborted} | ${wrong} | ${right} |`);
  }
}
process.stdout.write(`${rows.join('\n')}\n`);
