// What one event costs in a page with many cached queries, beside `invalidateQueries` on the same caches:
// node --conditions=@channelkit/source tanstack-query/lookup.ts
import type { ClientEvent, RealtimeClient } from '@channelkit/core';
import { defineChannels, event } from '@channelkit/core';
import { createSystemTimers } from '@channelkit/core/internal';
import { createQueryBridge, defineQueryRules } from '@channelkit/tanstack-query';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { bridgeSettings } from '../../packages/tanstack-query/src/bridgeSettings.ts';
import { QueryBridgeCore } from '../../packages/tanstack-query/src/queryBridge.ts';
import { report } from '../report.ts';

const channels = defineChannels({
  items: { exact: event<{ id: number }>(), prefix: event<{ id: number }>() },
});
const rules = defineQueryRules(channels, (on) => [
  on('items', 'exact', ({ data }) => [{ queryKey: ['items', 'detail', data.id], exact: true }], {
    catchUp: () => [['items']],
  }),
  on('items', 'prefix', ({ data }) => [['items', 'detail', data.id]], { catchUp: () => [['items']] }),
]);
const noRules = defineQueryRules(channels, () => []);
const timers = createSystemTimers();

/** A client with one live channel, and a way to let an event arrive. */
function createSource() {
  const listeners = new Set<(event: ClientEvent) => void>();
  const client = {
    contract: channels,
    timers,
    inspect: () => ({ channels: [{ name: 'items', status: { isLive: true, liveSince: timers.now() } }] }),
    observe: (listener: (event: ClientEvent) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as RealtimeClient<typeof channels.definitions>;
  const emit = (name: 'exact' | 'prefix', id: number) => {
    const message = { event: name, data: { id }, channel: 'items', receivedAt: timers.now() };
    for (const listener of listeners) listener({ type: 'message', message, pattern: 'items' });
  };
  return { client, emit };
}

function createCache(size: number): QueryClient {
  const queryClient = new QueryClient({ defaultOptions: { queries: { gcTime: Number.POSITIVE_INFINITY } } });
  for (let id = 0; id < size; id += 1) queryClient.setQueryData(['items', 'detail', id], id);
  return queryClient;
}

/** Median and spread of the time of one call, in microseconds. */
function measure(rounds: number, run: (round: number) => void): string {
  for (let round = 0; round < rounds / 10; round += 1) run(round);
  const times = Array.from({ length: rounds }, (_, round) => {
    const start = performance.now();
    run(round);
    return (performance.now() - start) * 1_000;
  }).sort((a, b) => a - b);
  const at = (part: number) => (times[Math.floor((times.length - 1) * part)] ?? 0).toFixed(1);
  return `${at(0.5)} (${at(0.1)}–${at(0.9)})`;
}

/** CPU time of this process, in milliseconds: what else runs on the machine does not count. */
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

const lookups: string[][] = [];
for (const size of [100, 1_000, 10_000]) {
  const queryClient = createCache(size);
  const { client, emit } = createSource();
  const bridge = createQueryBridge({ client, queryClient, rules });
  const id = (round: number) => (round * 7_919) % size;
  const exact = measure(2_000, (round) => emit('exact', id(round)));
  const prefix = measure(2_000, (round) => emit('prefix', id(round)));
  bridge.dispose();
  const plain = createCache(size);
  const queryKey = (round: number) => ['items', 'detail', id(round)];
  const rounds = size > 1_000 ? 20 : 100;
  const exactly = measure(
    rounds,
    (round) => void plain.invalidateQueries({ queryKey: queryKey(round), exact: true }),
  );
  const broadly = measure(rounds, (round) => void plain.invalidateQueries({ queryKey: queryKey(round) }));
  lookups.push([String(size), `${exact} µs`, `${prefix} µs`, `${exactly} µs`, `${broadly} µs`]);
}
report({
  name: 'query-lookup',
  columns: [
    'cached queries',
    'exact key',
    'prefix key',
    '`invalidateQueries`, exact',
    '`invalidateQueries`, prefix',
  ],
  rows: lookups,
});

const links: string[][] = [];
for (const size of [100, 1_000]) {
  const queryClient = new QueryClient();
  const { client, emit } = createSource();
  const core = new QueryBridgeCore(
    client,
    queryClient,
    bridgeSettings({ client, queryClient }, noRules as never, { wait: 1e6, maxWait: 1e6 }),
  );
  core.attach();
  const keys = Array.from({ length: size }, (_, id) => ['linked', id]);
  const observers = keys.map((queryKey) => {
    const observer = new QueryObserver(queryClient, {
      queryKey,
      queryFn: async () => 0,
      staleTime: Number.POSITIVE_INFINITY,
    });
    return observer.subscribe(() => {});
  });
  const start = cpu();
  for (const queryKey of keys) core.link('items', { queryKey, queryHash: core.hashOf({ queryKey }) });
  const linking = cpu() - start;
  const times: number[] = [];
  for (let round = 0; round < 15; round += 1) {
    await queryClient.refetchQueries();
    const before = cpu();
    emit('exact', 0);
    times.push(cpu() - before);
  }
  core.dispose();
  const marks: number[] = [];
  for (let round = 0; round < 15; round += 1) {
    await queryClient.refetchQueries();
    const before = cpu();
    for (const query of queryClient.getQueryCache().getAll()) query.invalidate();
    marks.push(cpu() - before);
  }
  const rival: number[] = [];
  // Quadratic, so few rounds do.
  for (let round = 0; round < 3; round += 1) {
    await queryClient.refetchQueries();
    const before = cpu();
    for (const queryKey of keys)
      void queryClient.invalidateQueries({ queryKey, exact: true, refetchType: 'none' });
    rival.push(cpu() - before);
  }
  const median = (all: number[]) => (all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0).toFixed(1);
  const figures = [median(times), median(marks), linking.toFixed(1), median(rival)];
  links.push([String(size), ...figures.map((figure) => `${figure} ms`)]);
  for (const stop of observers) stop();
  queryClient.clear();
}
report({
  name: 'query-links',
  columns: [
    'observed queries, linked to one channel',
    'one event',
    'marking them, by TanStack alone',
    'linking all',
    '`invalidateQueries` of the same',
  ],
  rows: links,
});
process.exit(0);
