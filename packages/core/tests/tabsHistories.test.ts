import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createManualTimers, FakeLog } from '../src/testing/index.ts';
import type { ChannelLease } from '../src/types.ts';
import { durableChannels } from './support/durableBench.ts';
import { type FakeBrowser, type FakeTab, fakeBrowser } from './support/fakeBrowser.ts';

// A failure prints its seed and path: pass them to `fc.assert` to run it again. CHANNELKIT_RUNS asks for more runs.
const numRuns = Number(process.env.CHANNELKIT_RUNS ?? 500);

const names = ['orders-1', 'private-orders-1', 'plain'] as const;
const one = <T extends string | number>(...values: readonly T[]): fc.Arbitrary<T> =>
  fc.constantFrom(...values);
const index = fc.nat(5);

type Step =
  | { do: 'open'; user: '1' | '2' }
  | { do: 'close' | 'crash' | 'freeze' | 'thaw' | 'hide'; index: number }
  | { do: 'hold'; index: number; name: (typeof names)[number] }
  | { do: 'release'; index: number }
  | { do: 'emit'; name: (typeof names)[number] }
  | { do: 'drop' | 'down' | 'up' }
  | { do: 'wait'; ms: number };

const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: one('open'), user: one('1', '1', '1', '2') }) },
    { weight: 3, arbitrary: fc.record({ do: one('close', 'crash', 'freeze', 'thaw', 'hide'), index }) },
    { weight: 6, arbitrary: fc.record({ do: one('hold'), index, name: one(...names) }) },
    { weight: 2, arbitrary: fc.record({ do: one('release'), index }) },
    { weight: 6, arbitrary: fc.record({ do: one('emit'), name: one(...names) }) },
    { weight: 1, arbitrary: fc.record({ do: one('drop', 'down', 'up') }) },
    { weight: 6, arbitrary: fc.record({ do: one('wait'), ms: one(0, 1, 50, 400, 1_200, 5_000) }) },
  ),
  { minLength: 5, maxLength: 40 },
) as fc.Arbitrary<Step[]>;

interface Held {
  readonly tab: FakeTab;
  readonly name: string;
  readonly lease: ChannelLease;
  readonly got: number[];
  /** Events from then on are its business. */
  liveSince: number | null;
  gaps: number;
  isReleased: boolean;
}

class TabsRun {
  readonly browser: FakeBrowser;
  readonly #log: FakeLog;
  readonly #users = new Map<FakeTab, string>();
  readonly #held: Held[] = [];
  readonly #emitted: { readonly name: string; readonly n: number; readonly at: number }[] = [];

  constructor() {
    const logOf: { current?: FakeLog } = {};
    this.browser = fakeBrowser({
      timers: createManualTimers(),
      channels: durableChannels as never,
      grace: 0,
      resume: { resume: (request) => logOf.current?.resume(request) },
    });
    this.#log = new FakeLog(this.browser.server, { timers: this.browser.timers });
    logOf.current = this.#log;
  }

  get #running(): FakeTab[] {
    return this.browser.tabs.filter(({ isDead }) => !isDead);
  }

  async take(step: Step): Promise<void> {
    const { server, timers, tabs } = this.browser;
    const tab = 'index' in step ? tabs[step.index] : undefined;
    switch (step.do) {
      case 'open': {
        const opened = this.browser.open();
        opened.client.user.set(step.user);
        this.#users.set(opened, step.user);
        return;
      }
      case 'close':
      case 'crash':
      case 'freeze':
      case 'thaw':
        if (tab && !tab.isDead) tab[step.do]();
        return;
      case 'hide':
        if (tab) tab.isVisible = !tab.isVisible;
        return;
      case 'hold':
        if (tab && !tab.isDead && !tab.isFrozen) this.#hold(tab, step.name);
        return;
      case 'release': {
        const held = this.#held[step.index];
        if (!held || held.tab.isDead || held.tab.isFrozen) return;
        held.isReleased = true;
        return held.lease.release();
      }
      case 'emit':
        return this.#emit(step.name);
      case 'drop':
        return server.drop();
      case 'down':
        return server.goDown();
      case 'up':
        return server.goUp();
      case 'wait':
        return timers.advance(step.ms);
    }
  }

  /** Lets everything become well again, and returns what is wrong all the same. */
  async heal(): Promise<string[]> {
    const { server, timers } = this.browser;
    server.goUp();
    for (const tab of this.#running) tab.thaw();
    await timers.advance(60_000);
    for (const name of names) this.#emit(name);
    await timers.advance(1_000);
    return [...this.#wrongSockets(), ...this.#wrongHolds()];
  }

  #hold(tab: FakeTab, name: string): void {
    const { timers } = this.browser;
    const lease = tab.client.acquire(name as never) as unknown as ChannelLease;
    const held: Held = { tab, name, lease, got: [], liveSince: null, gaps: 0, isReleased: false };
    this.#held.push(held);
    const look = () => {
      if (lease.status.getSnapshot().isLive) held.liveSince ??= timers.now();
    };
    look();
    lease.status.subscribe(look);
    lease.on('*', (data) => held.got.push((data as { n: number }).n));
    // The gap of attempts before the first success is told with it.
    lease.onGap(() => {
      if (held.liveSince !== null && timers.now() > held.liveSince) held.gaps += 1;
    });
  }

  #emit(name: string): void {
    const { server, timers } = this.browser;
    const n = this.#emitted.length + 1;
    this.#emitted.push({ name, n, at: timers.now() });
    if (name === 'plain') server.trigger(name, 'changed', { n });
    else this.#log.append({ channel: name, event: 'changed', data: { n } });
  }

  /** K tabs of one user, one socket, one subscription per channel (promise 21). */
  #wrongSockets(): string[] {
    const wanted = new Map<string, Set<string>>();
    for (const { tab, name, isReleased } of this.#held) {
      if (tab.isDead || isReleased) continue;
      const user = this.#users.get(tab) ?? '';
      wanted.set(user, (wanted.get(user) ?? new Set()).add(name));
    }
    const { server } = this.browser;
    const wrong = [];
    if (server.sockets.length !== wanted.size)
      wrong.push(`${server.sockets.length} sockets for ${wanted.size} users`);
    for (const name of names) {
      const count = [...wanted.values()].filter((held) => held.has(name)).length;
      const { length } = server.subscribers(name);
      if (length !== count) wrong.push(`${name}: ${length} subscriptions for ${count} users`);
    }
    return wrong;
  }

  /** What a tab that lives was told (promises 17, 22). */
  #wrongHolds(): string[] {
    return this.#held.flatMap(({ tab, name, lease, got, liveSince, gaps, isReleased }) => {
      if (tab.isDead || isReleased) return [];
      const wrong = [];
      const { status } = lease.status.getSnapshot();
      if (status !== 'subscribed') wrong.push(`${tab.name} ${name}: ${status}`);
      if (got.join() !== [...new Set(got)].sort((a, b) => a - b).join())
        wrong.push(`${tab.name} ${name}: told ${got.join()}`);
      for (const { name: emitted, n, at } of this.#emitted) {
        if (emitted !== name || liveSince === null || at <= liveSince || got.includes(n)) continue;
        const isExcused = name === 'plain' ? gaps > 0 : false;
        if (!isExcused) wrong.push(`${tab.name} ${name}: ${n} of ${at} is missing, live since ${liveSince}`);
      }
      if (name !== 'plain' && gaps > 0) wrong.push(`${tab.name} ${name}: ${gaps} gaps`);
      return wrong;
    });
  }
}

it(
  'has one socket for the tabs of a user, and loses nothing on durable channels, whatever tabs and server do (21, 22)',
  async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const run = new TabsRun();
        for (const step of sequence) await run.take(step);
        expect(await run.heal()).toEqual([]);
      }),
      { numRuns },
    );
  },
  180_000 + numRuns * 20,
);
