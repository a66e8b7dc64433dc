import fc from 'fast-check';
import type { LogAnswer } from '../../src/testing/index.ts';
import type { ChannelGap } from '../../src/types.ts';
import { type DurableBench, durableBench, type Followed, follow } from './durableBench.ts';

export const durableNames = [
  'orders-1',
  'private-orders-1',
  'private-orders-2',
  'private-encrypted-vault',
] as const;
type Name = (typeof durableNames)[number];

/** What a history is made of. */
export type DurableStep =
  | { do: 'append'; name: Name; sending: 'sent' | 'lost' | 'twice'; isOwn: boolean }
  | { do: 'acquire'; name: Name }
  | { do: 'release'; index: number }
  | { do: 'wait'; ms: number }
  | { do: 'drop' | 'down' | 'up' | 'freeze' | 'hold' | 'letGo' | 'letGoReversed' | 'disconnect' | 'connect' }
  | { do: 'key' }
  | { do: 'garbage'; name: Name }
  /** What only a gap can heal. */
  | { do: 'trim'; name: Name; count: number }
  | { do: 'reset' }
  | { do: 'user'; id: string }
  | { do: 'log'; answer: LogAnswer; times: number };

/** What happens to the socket alone: no event may be lost by it, and no gap be told. */
const one = <T extends string | number>(...values: readonly T[]): fc.Arbitrary<T> =>
  fc.constantFrom(...values);
const name = one(...durableNames);
const times = fc.integer({ min: 1, max: 3 });
const socketFaults: fc.WeightedArbitrary<DurableStep>[] = [
  {
    weight: 12,
    arbitrary: fc.record({
      do: one('append'),
      name,
      sending: fc.oneof(
        { weight: 3, arbitrary: one('sent') },
        { weight: 1, arbitrary: one('lost') },
        { weight: 1, arbitrary: one('twice') },
      ),
      isOwn: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: one('acquire'), name }) },
  { weight: 2, arbitrary: fc.record({ do: one('release'), index: fc.nat(10) }) },
  {
    weight: 8,
    arbitrary: fc.record({ do: one('wait'), ms: one(0, 1, 20, 150, 250, 900, 6_000, 31_000, 60_000) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: one('drop', 'down', 'up', 'freeze', 'hold', 'letGo', 'letGoReversed') }),
  },
  { weight: 1, arbitrary: fc.record({ do: one('disconnect', 'connect') }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: one('log'), answer: fc.record({ delay: one(50, 700, 4_000) }), times }),
  },
];
const logFaults: fc.WeightedArbitrary<DurableStep>[] = [
  { weight: 2, arbitrary: fc.record({ do: one('trim'), name, count: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: one('reset') }) },
  { weight: 1, arbitrary: fc.record({ do: one('user'), id: one('1', '2') }) },
  { weight: 1, arbitrary: fc.record({ do: one('key') }) },
  { weight: 1, arbitrary: fc.record({ do: one('garbage'), name }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: one('log'),
      answer: fc.oneof(
        one<LogAnswer & (string | number)>('network', 'never', 401, 403, 404, 500),
        fc.record({ request: one(500, 401) }),
        fc.record({ delay: one(12_000) }),
      ),
      times,
    }),
  },
];

/** A history in which only the socket fails, or the log and the user change as well. */
export const histories: fc.Arbitrary<{
  readonly isMild: boolean;
  readonly latency: number;
  readonly steps: DurableStep[];
}> = fc
  .record({ isMild: fc.boolean(), latency: one(0, 0, 30, 300) })
  .chain((given) =>
    fc
      .array(fc.oneof(...socketFaults, ...(given.isMild ? [] : logFaults)), { minLength: 5, maxLength: 60 })
      .map((steps) => ({ ...given, steps })),
  );

interface Commit {
  readonly name: Name;
  readonly n: number;
  readonly at: number;
  /** The socket that does not get it. */
  readonly except: string | undefined;
  /** When it arrives, or would have. */
  arrivesAt: number;
}

interface Hold extends Followed {
  readonly name: Name;
  readonly sockets: Set<string>;
  readonly told: (ChannelGap & { readonly toldAt: number })[];
  /** Events committed from then on are its business. */
  liveSince: number | null;
  isReleased: boolean;
}

/** A random history of durable channels, and the model that knows what was committed, in which order. */
export class DurableRun {
  readonly bench: DurableBench;
  readonly #latency: number;
  readonly #isMild: boolean;
  readonly #commits: Commit[] = [];
  readonly #holds: Hold[] = [];
  readonly #ownSockets = new Set<string>();
  #isHeld = false;
  #keys = 0;

  constructor({ isMild, latency }: { isMild: boolean; latency: number }) {
    this.#isMild = isMild;
    this.#latency = latency;
    this.bench = durableBench({ grace: 0, onError: () => {} });
    const { client, server } = this.bench;
    server.latency = latency;
    client.connection.subscribe(() => {
      const { socketId } = client.connection.getSnapshot();
      if (socketId) this.#ownSockets.add(socketId);
    });
  }

  async take(step: DurableStep): Promise<void> {
    const { client, server, log, timers } = this.bench;
    switch (step.do) {
      case 'append':
        return this.#append(step);
      case 'acquire':
        return this.#acquire(step.name);
      case 'release': {
        const hold = this.#holds[step.index];
        if (!hold) return;
        hold.isReleased = true;
        return hold.lease.release();
      }
      case 'wait':
        return timers.advance(step.ms);
      case 'drop':
        return server.drop();
      case 'down':
        return server.goDown();
      case 'up':
        return server.goUp();
      case 'freeze':
        return server.freeze();
      case 'hold':
        this.#isHeld = true;
        return server.hold();
      case 'letGo':
        return this.#letGo('kept');
      case 'letGoReversed':
        return this.#letGo('reversed');
      case 'disconnect':
        return client.disconnect();
      case 'connect':
        return client.connect();
      case 'key':
        this.#keys += 1;
        server.rooms.secrets.set('private-encrypted-vault', `${String(this.#keys).padStart(43, 'k')}=`);
        return;
      case 'garbage':
        return server.send({ event: 7 as never, channel: step.name, data: '{}' });
      case 'trim':
        return log.trim(step.name, step.count);
      case 'reset':
        return log.reset();
      case 'user':
        return client.user.set(step.id);
      case 'log':
        return log.answer(step.answer, { times: step.times });
    }
  }

  /** Lets everything become well again, and returns what is wrong all the same. */
  async heal(): Promise<string[]> {
    const { client, server, log, timers } = this.bench;
    this.#letGo('kept');
    server.goUp();
    server.latency = 0;
    server.rooms.secrets.clear();
    client.connect();
    // Answers with a count are used up.
    await timers.advance(400_000);
    log.answer('ok');
    for (const { lease, isReleased } of this.#holds) if (!isReleased) lease.retry();
    await timers.advance(100_000);
    const wrong = this.#holds.flatMap((hold) => this.#wrongOf(hold));
    client.dispose();
    if (timers.pending > 0) wrong.push(`${timers.pending} timers are left`);
    return wrong;
  }

  #append({ name: channel, sending, isOwn }: Extract<DurableStep, { do: 'append' }>): void {
    const { client, log, timers } = this.bench;
    const n = this.#commits.length + 1;
    const at = timers.now();
    const except = isOwn ? (client.connection.getSnapshot().socketId ?? undefined) : undefined;
    const arrivesAt = this.#isHeld ? Number.POSITIVE_INFINITY : at + this.#latency;
    this.#commits.push({ name: channel, n, at, except, arrivesAt });
    log.append({
      channel,
      event: 'changed',
      data: { n },
      sending,
      ...(except === undefined ? {} : { socketId: except }),
    });
  }

  #acquire(channel: Name): void {
    const { timers } = this.bench;
    const hold: Hold = {
      ...follow(this.bench, channel),
      name: channel,
      sockets: this.#ownSockets,
      told: [],
      liveSince: null,
      isReleased: false,
    };
    this.#holds.push(hold);
    const look = () => {
      const { liveSince } = hold.lease.status.getSnapshot();
      if (liveSince !== null) hold.liveSince ??= timers.now();
    };
    look();
    hold.lease.status.subscribe(look);
    hold.lease.onGap((gap) => hold.told.push({ ...gap, toldAt: timers.now() }));
  }

  #letGo(order: 'kept' | 'reversed'): void {
    const { server, timers } = this.bench;
    this.#isHeld = false;
    for (const commit of this.#commits)
      if (commit.arrivesAt === Number.POSITIVE_INFINITY) commit.arrivesAt = timers.now() + this.#latency;
    server.release({ order });
  }

  /** Each event once and in order, or a gap: never neither (promise 17). */
  #wrongOf({ name: channel, numbers, told, liveSince, isReleased, sockets }: Hold): string[] {
    const wrong: string[] = [];
    const got = numbers();
    const inOrder = [...new Set(got)].sort((a, b) => a - b);
    if (got.join() !== inOrder.join()) wrong.push(`${channel}: told ${got.join()}`);
    for (const { name: committed, n, at, except, arrivesAt } of this.#commits) {
      if (committed !== channel || got.includes(n) || isReleased) continue;
      if (except !== undefined && sockets.has(except)) continue;
      if (liveSince === null || at <= liveSince) continue;
      if (told.some(({ since, toldAt }) => since <= arrivesAt && at <= toldAt)) continue;
      wrong.push(
        `${channel}: ${n} of ${at} is missing, live since ${liveSince}, gaps ${JSON.stringify(told)}`,
      );
    }
    const needless = this.#isMild
      ? told.filter(({ toldAt }) => liveSince !== null && toldAt > liveSince)
      : [];
    if (needless.length > 0) wrong.push(`${channel}: gaps that need not be: ${JSON.stringify(needless)}`);
    return wrong;
  }
}
