import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ChannelGap, ClientEvent } from '../src/types.ts';
import { type Bench, type EngineLoad, lateBench } from './support/setup.ts';

const names = ['orders', 'private-orders', 'presence-room', 'cache-x'] as const;
type Name = (typeof names)[number];

/** What a run does, one step after the other. */
type Step =
  | { do: 'acquire'; name: Name; scoped: boolean }
  | { do: 'release'; index: number }
  | { do: 'wait'; ms: number }
  | { do: 'drop'; code: number }
  | { do: 'down' | 'up' | 'hold' | 'letGo' | 'releaseAuth' | 'connect' | 'disconnect' | 'freeze' | 'garbage' }
  | { do: 'auth'; answer: 'ok' | 'hold' | 403 | 500 | 'network' | 'never'; times: number }
  | { do: 'subscribe'; answer: 'never' | 'refuse'; times: number }
  | { do: 'user'; id: string | null }
  | { do: 'retry'; index: number }
  | { do: 'emit'; name: Name }
  /** The next change of a status or of the connection makes its listener do something at once. */
  | {
      do: 'trap';
      on: 'status' | 'connection';
      index: number;
      act: 'release' | 'disconnect' | 'connect' | 'acquire';
    };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('acquire' as const),
      name: fc.constantFrom(...names),
      scoped: fc.boolean(),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('release' as const), index: fc.nat(20) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(0, 1, 5, 50, 600, 3_000, 12_000, 45_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('drop' as const),
      code: fc.constantFrom(1000, 1002, 1006, 4000, 4009, 4100, 4200),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'down',
        'up',
        'hold',
        'letGo',
        'releaseAuth',
        'connect',
        'disconnect',
        'freeze',
        'garbage',
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('auth' as const),
      answer: fc.constantFrom('ok', 'hold', 403, 500, 'network', 'never'),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('subscribe' as const),
      answer: fc.constantFrom('never', 'refuse'),
      times: fc.integer({ min: 1, max: 2 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('user' as const), id: fc.constantFrom(null, '7', '8') }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('retry' as const), index: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('emit' as const), name: fc.constantFrom(...names) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('trap' as const),
      on: fc.constantFrom('status', 'connection'),
      index: fc.nat(20),
      act: fc.constantFrom('release', 'disconnect', 'connect', 'acquire'),
    }),
  },
) as fc.Arbitrary<Step>;

/** How the engine comes, load by load. */
const loads: fc.Arbitrary<EngineLoad[]> = fc.array(fc.constantFrom('fails' as const, 0, 50, 3_000), {
  maxLength: 3,
});

type Lease = ReturnType<Bench['client']['acquire']>;

/** One hold with what it was told. */
interface Held {
  readonly lease: Lease;
  readonly name: Name;
  isReleased: boolean;
  readonly gaps: ChannelGap[];
}

class Run {
  readonly bench: Bench;
  readonly held: Held[] = [];
  readonly wrong: string[] = [];
  /** Per channel: the moments at which it went down or lost an event, and was live again. */
  readonly #open = new Map<string, boolean>();
  readonly #traps: (() => void)[] = [];
  #toldSinceLive = new Map<Held, number>();

  constructor(engine: readonly EngineLoad[]) {
    this.bench = lateBench(engine, { grace: { public: 300, private: 300, presence: 100 } });
    this.bench.client.observe((event) => this.#onEvent(event));
  }

  get live(): Held[] {
    return this.held.filter(({ isReleased }) => !isReleased);
  }

  async take(next: Step): Promise<void> {
    const { client, server, auth, timers } = this.bench;
    switch (next.do) {
      case 'acquire':
        return this.#acquire(next.name, next.scoped);
      case 'release':
        return this.#release(next.index);
      case 'trap':
        return this.#trap(next);
      case 'wait':
        return timers.advance(next.ms);
      case 'drop':
        return server.drop(next.code);
      case 'down':
        return server.goDown();
      case 'up':
        return server.goUp();
      case 'freeze':
        return server.freeze();
      case 'hold':
        return server.hold();
      case 'letGo':
        return server.release();
      case 'releaseAuth':
        return auth.release();
      case 'connect':
        return client.connect();
      case 'disconnect':
        return client.disconnect();
      case 'garbage':
        return server.send('{"event":');
      case 'auth':
        return auth.answer(next.answer, { times: next.times });
      case 'subscribe':
        return server.answerSubscribes(next.answer === 'never' ? 'never' : { refuse: 'no', status: 401 }, {
          times: next.times,
        });
      case 'user':
        for (const one of this.held) {
          const isScoped = (one.lease as never as { isUserScoped: boolean }).isUserScoped;
          const before = client.user.getSnapshot().id;
          if (isScoped && before !== null && before !== next.id) one.isReleased = true;
        }
        return client.user.set(next.id);
      case 'retry': {
        const one = this.held[next.index % Math.max(1, this.held.length)];
        return one?.lease.retry();
      }
      case 'emit':
        return server.trigger(next.name, 'event', timers.now());
    }
  }

  /** Lets everything become well again, however it went. */
  async heal(): Promise<void> {
    const { client, server, auth, timers } = this.bench;
    for (const remove of this.#traps) remove();
    server.release();
    server.goUp();
    auth.answer('ok');
    auth.release();
    server.answerSubscribes('accept');
    await timers.advance(15_000);
    this.#findGhosts();
    server.drop(1006);
    await timers.advance(60_000);
    client.connect();
    for (const { lease } of this.live) lease.retry();
    // Answers with a count are used up by now, or in the next rounds.
    await timers.advance(200_000);
    for (const { lease } of this.live) lease.retry();
    await timers.advance(200_000);
  }

  #release(index: number): void {
    const one = this.held[index % Math.max(1, this.held.length)];
    if (!one) return;
    one.isReleased = true;
    one.lease.release();
  }

  #trap({ on, index, act }: Extract<Step, { do: 'trap' }>): void {
    const { client } = this.bench;
    const one = this.held[index % Math.max(1, this.held.length)];
    const store = on === 'connection' ? client.connection : one?.lease.status;
    const stop = store?.subscribe(() => {
      stop?.();
      if (act === 'release') this.#release(index);
      else if (act === 'acquire') this.#acquire('orders', false);
      else if (act === 'connect') client.connect();
      else client.disconnect();
    });
    this.#traps.push(() => stop?.());
  }

  /** What the server has on sockets that live, and nobody here holds any more. */
  #findGhosts(): void {
    const { client, server } = this.bench;
    const held = client.inspect().channels.map(({ name }) => name);
    for (const name of names) {
      const sockets = server.subscribers(name).filter(({ isFrozen }) => !isFrozen);
      if (sockets.length > 0 && !held.includes(name)) this.wrong.push(`${name}: a ghost`);
    }
  }

  #acquire(name: Name, scoped: boolean): void {
    const lease = this.bench.client.acquire(name, scoped ? { scope: 'user' } : {}) as Lease;
    const one: Held = { lease, name, isReleased: false, gaps: [] };
    this.held.push(one);
    lease.on('*', () => {
      if (one.isReleased) this.wrong.push(`${name}: told an event after its release`);
    });
    lease.onGap((gap) => {
      if (one.isReleased) this.wrong.push(`${name}: told a gap after its release`);
      if (!lease.status.getSnapshot().isLive) this.wrong.push(`${name}: told a gap before it is live`);
      one.gaps.push(gap);
      this.#toldSinceLive.set(one, (this.#toldSinceLive.get(one) ?? 0) + 1);
      if ((this.#toldSinceLive.get(one) ?? 0) > 1) this.wrong.push(`${name}: told a gap twice`);
    });
  }

  #onEvent(event: ClientEvent): void {
    if (event.type === 'live') {
      for (const one of this.held) if (one.name === event.channel) this.#toldSinceLive.delete(one);
      if (this.#open.get(event.channel) && event.gap === null)
        this.wrong.push(`${event.channel}: a gap is not told`);
      this.#open.delete(event.channel);
      if (event.gap && event.gap.since > event.liveSince)
        this.wrong.push(`${event.channel}: a gap from the future`);
    }
    if (event.type === 'lost') this.#open.set(event.channel, true);
    if (event.type === 'removed') this.#open.delete(event.channel);
    for (const { leases, name } of this.bench.client.inspect().channels)
      if (leases < 0) this.wrong.push(`${name}: ${leases} holders`);
  }
}

it('keeps its promises over random sequences of holds, losses, answers, users and time (2, 7, 15)', async () => {
  await fc.assert(
    fc.asyncProperty(
      loads,
      fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }),
      async (engine, steps) => {
        const run = new Run(engine);
        const { client, server, timers } = run.bench;
        for (const each of steps) await run.take(each);
        await run.heal();
        expect(run.wrong).toEqual([]);

        // On the wire iff wanted, once the grace has passed.
        const wanted = [...new Set(run.live.map(({ name }) => name))].sort();
        expect(
          client
            .inspect()
            .channels.map(({ name }) => name)
            .sort(),
        ).toEqual(wanted);
        for (const name of names) {
          const { length } = server.subscribers(name);
          expect(`${name} ${length}`).toBe(`${name} ${wanted.includes(name) ? 1 : 0}`);
        }
        for (const { lease } of run.live) expect(lease.status.getSnapshot().status).toBe('subscribed');
        expect(server.sockets.length).toBeLessThanOrEqual(1);

        // Nothing is left after the end.
        for (const { lease } of run.held) lease.release();
        client.disconnect();
        await timers.advance(10_000);
        expect([server.sockets.length, timers.pending, client.inspect().channels]).toEqual([0, 0, []]);
      },
    ),
    { numRuns: 600 },
  );
}, 60_000);
