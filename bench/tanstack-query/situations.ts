// One query, one change: which way shows it, and which stays wrong? On a simulated clock: pnpm -C bench query-situations
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { SimClock } from '../../packages/tanstack-query/tests/convergence/simClock.ts';
import { report } from '../report.ts';
import { latency, Source, type Way, ways } from './ways.ts';

const queryKey = ['items', 0];
const changed = { event: 'changed', data: { id: 0 } } as const;

/** A page that shows one query, its server, and a way that is connected to both. */
class Page {
  readonly clock = new SimClock(() => 0.5);
  readonly queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  readonly source = new Source();
  readonly server = { version: 0, isDown: false };
  readonly #uninstall: () => void = this.clock.install();
  fetches = 0;

  constructor(way: Way) {
    way.connect(this.queryClient, this.source, this.clock);
  }

  show(): void {
    const queryFn = async () => {
      this.fetches += 1;
      const { version, isDown } = this.server;
      await new Promise<void>((resolve) => void setTimeout(resolve, latency));
      if (isDown) throw new Error('503');
      return version;
    };
    new QueryObserver(this.queryClient, { queryKey, queryFn, staleTime: Number.POSITIVE_INFINITY }).subscribe(
      () => {},
    );
  }

  /** Shows the page, live and at rest. */
  async settle(): Promise<void> {
    this.source.goLive();
    this.show();
    await this.clock.advance(2_000);
    this.fetches = 0;
  }

  get shown(): unknown {
    return this.queryClient.getQueryData(queryKey);
  }

  /** When the page shows what the server has, with the fetches that it took. */
  async outcome(): Promise<string> {
    const start = this.clock.now();
    while (this.shown !== this.server.version && this.clock.now() - start < 60_000)
      await this.clock.advance(5);
    const after = this.clock.now() - start;
    await this.clock.advance(5_000);
    const isRight = this.shown === this.server.version;
    const fetches = `${this.fetches} ${this.fetches === 1 ? 'fetch' : 'fetches'}`;
    return isRight ? `right after ${after} ms, ${fetches}` : `**wrong for good**, ${fetches}`;
  }

  close(): void {
    this.#uninstall();
    this.queryClient.clear();
  }
}

const situations: Readonly<Record<string, (page: Page) => Promise<string>>> = {
  'one event': async (page) => {
    await page.settle();
    page.server.version += 1;
    page.source.send(changed);
    return page.outcome();
  },
  '100 events within 100 ms': async (page) => {
    await page.settle();
    for (let n = 0; n < 100; n += 1) {
      page.server.version += 1;
      page.source.send(changed);
      await page.clock.advance(1);
    }
    return page.outcome();
  },
  'a change while the connection is down': async (page) => {
    await page.settle();
    page.server.version += 1;
    await page.clock.advance(5_000);
    page.source.goLive();
    return page.outcome();
  },
  'a change before the first subscription is confirmed': async (page) => {
    page.show();
    await page.clock.advance(2 * latency);
    page.server.version += 1;
    await page.clock.advance(latency);
    page.source.goLive();
    return page.outcome();
  },
  'an event while the first load runs': async (page) => {
    page.source.goLive();
    page.show();
    await page.clock.advance(latency / 2);
    page.server.version += 1;
    page.source.send(changed);
    return page.outcome();
  },
  'the fetch after an event fails once': async (page) => {
    await page.settle();
    page.server.version += 1;
    page.server.isDown = true;
    page.source.send(changed);
    await page.clock.advance(1_000);
    page.server.isDown = false;
    return page.outcome();
  },
  "somebody else's event while an optimistic update is saved": async (page) => {
    await page.settle();
    const saving = page.queryClient
      .getMutationCache()
      .build(page.queryClient, {
        mutationFn: () => new Promise<void>((resolve) => void setTimeout(resolve, 500)),
        onMutate: () => void page.queryClient.setQueryData(queryKey, 'mine'),
        onSuccess: () => {
          page.server.version += 1;
          return page.queryClient.invalidateQueries({ queryKey });
        },
      })
      .execute(undefined);
    await page.clock.advance(10);
    page.server.version += 1;
    page.source.send(changed);
    let undone = 0;
    for (let ms = 10; ms < 500; ms += 5) {
      if (page.shown !== 'mine') undone += 5;
      await page.clock.advance(5);
    }
    await page.clock.advance(100);
    await saving;
    const outcome = await page.outcome();
    return undone > 0 ? `**undoes the update for ${undone} ms**; ${outcome}` : outcome;
  },
};

const rows: string[][] = [];
for (const [name, play] of Object.entries(situations)) {
  const cells: string[] = [];
  for (const way of ways) {
    const page = new Page(way);
    cells.push(await play(page));
    page.close();
  }
  rows.push([name, ...cells]);
}
report({ name: 'query-situations', columns: ['situation', ...ways.map(({ name }) => name)], rows });
