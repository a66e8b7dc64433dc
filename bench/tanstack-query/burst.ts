// Bursts and streams of events: the bridge beside hand-written ways, on a simulated clock: pnpm -C bench query-bursts
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { SimClock } from '../../packages/tanstack-query/tests/convergence/simClock.ts';
import { report } from '../report.ts';
import { latency, Source, type Way, ways } from './ways.ts';

interface Scenario {
  readonly name: string;
  readonly queries: number;
  readonly events: number;
  readonly apart: number;
  /** Every event concerns every query. */
  readonly broad?: boolean;
}

const scenarios: readonly Scenario[] = [
  { name: '100 events at once', queries: 1, events: 100, apart: 0 },
  { name: '100 events 5 ms apart', queries: 1, events: 100, apart: 5 },
  { name: '100 queries × 1,000 events at once', queries: 100, events: 1_000, apart: 0 },
  {
    name: '100 queries, 100 events for all of them, at once',
    queries: 100,
    events: 100,
    apart: 0,
    broad: true,
  },
  { name: '100 queries × 1,000 events, 2 ms apart', queries: 100, events: 1_000, apart: 2 },
  {
    name: '100 queries, 100 events for all of them, 20 ms apart',
    queries: 100,
    events: 100,
    apart: 20,
    broad: true,
  },
];

async function measure({ connect }: Way, { queries, events, apart, broad }: Scenario) {
  const clock = new SimClock(() => 0.5);
  const uninstall = clock.install();
  const queryClient = new QueryClient();
  const source = new Source();
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
  connect(queryClient, source, clock);
  source.goLive();
  await clock.advance(1_000);
  const before = fetches;
  for (let n = 0; n < events; n += 1) {
    const id = n % queries;
    for (const changed of broad ? server.keys() : [id]) server[changed] = (server[changed] ?? 0) + 1;
    source.send({ event: broad ? 'imported' : 'changed', data: { id } });
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

const rows: string[][] = [];
for (const scenario of scenarios) {
  for (const way of ways) {
    process.stderr.write(`${scenario.name}: ${way.name} …\n`);
    const { perQuery, aborted, wrong, right } = await measure(way, scenario);
    rows.push([scenario.name, way.name, perQuery, aborted, String(wrong), right]);
  }
}
report({
  name: 'query-bursts',
  columns: [
    'burst',
    'way',
    'fetches per query',
    'aborted per query',
    'wrong and fresh at the end',
    'right after the last event',
  ],
  rows,
});
