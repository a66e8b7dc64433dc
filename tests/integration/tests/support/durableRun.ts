import {
  type ChannelGap,
  type ChannelLease,
  createRealtimeClient,
  type RealtimeClient,
} from '@channelkit/core';
import { webSocketTransport } from '@channelkit/core/websocket';
import { type DevServer, startDevServer } from '@channelkit/dev-server';
import type { BatchEvent } from '@channelkit/server';
import { createMemoryDatabase, type MemoryDatabase } from '@channelkit/server/testing';
import Pusher from 'pusher-js';
import {
  type DurableBackEnd,
  type DurableChannels,
  durableChannels,
  startDurableBackEnd,
} from './durableBackEnd.ts';
import {
  type DurableHistory,
  type DurableName,
  type DurableStep,
  durableNames,
  type LastingFault,
  lastingFaults,
} from './durableSteps.ts';
import { app, subscribers } from './stage.ts';

/** How often the client verifies, in milliseconds. */
const every = 5_000;
/** How late `delay` and `reorder` make a frame at most, in milliseconds. */
const lateAtMost = 500;

interface Commit {
  readonly name: DurableName;
  readonly n: number;
  readonly at: number;
  /** The socket that does not get it. */
  readonly except: string | undefined;
  /** When it arrives, or would have. */
  arrivesAt: number;
  isSent: boolean;
}

interface Hold {
  readonly lease: ChannelLease;
  readonly name: DurableName;
  readonly numbers: number[];
  readonly told: (ChannelGap & { readonly toldAt: number })[];
  /** Events committed from then on are its business. */
  liveSince: number | null;
  isReleased: boolean;
}

/** A random history over real sockets and a real back end, and the model that knows what was committed, in which order. */
export class DurableRun {
  readonly client: RealtimeClient<DurableChannels>;
  readonly #isMild: boolean;
  readonly #server: DevServer;
  readonly #backEnd: DurableBackEnd;
  readonly #database: MemoryDatabase;
  readonly #pass: (ms: number) => Promise<void>;
  readonly #commits: Commit[];
  readonly #holds: Hold[] = [];
  readonly #ownSockets = new Set<string>();
  readonly #faults = new Map<LastingFault, { end(): void }>();
  readonly #open = new Set<Promise<void>>();
  #user = 'ada';
  #appended = 0;

  static async start(given: DurableHistory, pass: (ms: number) => Promise<void>): Promise<DurableRun> {
    const server = await startDevServer({ apps: [{ ...app, subscriptionCount: false }] });
    const commits: Commit[] = [];
    const database = createMemoryDatabase();
    const run: { current?: DurableRun } = {};
    const settle: typeof database.port.settle = async (outcomes) => {
      const rows = new Map(database.events().map((row) => [row.id, row]));
      await database.port.settle(outcomes);
      for (const { id, state } of outcomes) {
        const row = rows.get(id);
        if (state === 'sent' && row) run.current?.onSent((JSON.parse(row.data) as { n: number }).n);
      }
    };
    const { host, port } = server;
    const backEnd = await startDurableBackEnd({ host, port, app }, { ...database.port, settle });
    run.current = new DurableRun(given, { server, backEnd, database, commits, pass });
    return run.current;
  }

  private constructor(
    { isMild, transport }: DurableHistory,
    made: {
      readonly server: DevServer;
      readonly backEnd: DurableBackEnd;
      readonly database: MemoryDatabase;
      readonly commits: Commit[];
      readonly pass: (ms: number) => Promise<void>;
    },
  ) {
    this.#isMild = isMild;
    this.#server = made.server;
    this.#backEnd = made.backEnd;
    this.#database = made.database;
    this.#commits = made.commits;
    this.#pass = made.pass;
    const { origin } = made.backEnd;
    const headers = () => ({ 'x-user': this.#user });
    this.client = createRealtimeClient({
      key: app.key,
      host: made.server.host,
      port: made.server.port,
      tls: false,
      channels: durableChannels,
      grace: 300,
      auth: { endpoint: `${origin}/auth`, headers },
      resume: { endpoint: `${origin}/resume`, headers, every },
      onError: () => {},
      ...(transport === 'pusher-js' ? { pusher: Pusher as never } : { transport: webSocketTransport() }),
    });
    this.client.connection.subscribe(() => {
      const { socketId } = this.client.connection.getSnapshot();
      if (socketId) this.#ownSockets.add(socketId);
    });
  }

  async take(step: DurableStep): Promise<void> {
    const server = this.#server;
    switch (step.do) {
      case 'acquire':
        return this.#acquire(step.name);
      case 'release': {
        const hold = this.#holds[step.index];
        if (!hold) return;
        hold.isReleased = true;
        return hold.lease.release();
      }
      case 'append':
        return this.#append(step);
      case 'wait':
        return this.#pass(step.ms);
      case 'begin':
        return this.#begin(step.fault);
      case 'end':
        return this.#end(step.fault);
      case 'lose':
      case 'duplicate':
        return void server[step.do]({ event: '*', times: step.times });
      case 'failApi':
        return void server.failApi({ times: step.times });
      case 'drop':
        return void server.drop();
      case 'destroy':
        return void server.destroy();
      case 'restart':
        return server.restart();
      case 'connect':
        return this.client.connect();
      case 'disconnect':
        return this.client.disconnect();
      case 'die': {
        const now = Date.now();
        await this.#database.port.claim({ limit: 10, now, leasedUntil: now + 3_000 });
        return;
      }
      case 'endpoint':
        return this.#backEnd.answer(step.path, step.answer, step.times);
      case 'trim':
        return void (await this.#backEnd.trim(step.count));
      case 'reset':
        return this.#run(this.#database.transaction((tx) => this.#backEnd.workers[0].reset(tx)));
      case 'user':
        this.#user = step.id;
        return this.client.user.set(step.id);
      case 'refuse':
        return void this.#backEnd.refused.add(step.name);
      case 'allow':
        return void this.#backEnd.refused.delete(step.name);
    }
  }

  /** Lets everything become well again, and returns what is wrong all the same. */
  async heal(): Promise<string[]> {
    const { client } = this;
    for (const fault of lastingFaults) this.#end(fault);
    this.#server.clearFaults();
    client.connect();
    // Answers with a count are used up.
    await this.#pass(30_000);
    for (const path of ['/auth', '/resume']) this.#backEnd.answer(path, 500, 0);
    await Promise.all(this.#open);
    await this.#pass(30_000);
    const wrong = this.#findUnrightful();
    this.#backEnd.refused.clear();
    for (const { lease } of this.#held) lease.retry();
    await this.#pass(20_000);
    const last = this.#appended;
    for (const name of durableNames)
      this.#append({ names: [name], worker: 0, isOwn: false, isLong: false, isUndone: false });
    await this.#pass(1_000);
    for (const { name, numbers, lease } of this.#held)
      if ((numbers.at(-1) ?? 0) <= last)
        wrong.push(`${name}: ${lease.status.getSnapshot().status}, and told nothing new`);
    for (const hold of this.#holds) wrong.push(...this.#wrongOf(hold));
    return wrong;
  }

  /** The Pusher server has taken an event. */
  onSent(n: number): void {
    for (const commit of this.#commits)
      if (commit.n === n) {
        commit.isSent = true;
        if (!this.#faults.has('pause')) commit.arrivesAt = this.client.timers.now() + lateAtMost;
      }
  }

  async stop(): Promise<void> {
    this.client.dispose();
    await this.#until(this.#backEnd.stop());
    await this.#until(this.#server.stop({ abrupt: true }));
  }

  /** Lets time pass until something is done. */
  async #until(done: Promise<unknown>): Promise<void> {
    let isDone = false;
    const told = done.finally(() => {
      isDone = true;
    });
    await this.#pass(0);
    while (!isDone) await this.#pass(500);
    await told;
  }

  get #held(): readonly Hold[] {
    return this.#holds.filter(({ isReleased }) => !isReleased);
  }

  #acquire(name: DurableName): void {
    const { client } = this;
    const lease = client.acquire(name as never) as unknown as ChannelLease;
    const hold: Hold = { lease, name, numbers: [], told: [], liveSince: null, isReleased: false };
    this.#holds.push(hold);
    const look = () => {
      if (lease.status.getSnapshot().liveSince !== null) hold.liveSince ??= client.timers.now();
    };
    look();
    lease.status.subscribe(look);
    lease.on('*', (data) => hold.numbers.push((data as { n: number }).n));
    lease.onGap((gap) => hold.told.push({ ...gap, toldAt: client.timers.now() }));
  }

  #append({
    names,
    worker,
    isOwn,
    isLong,
    isUndone,
  }: Omit<Extract<DurableStep, { do: 'append' }>, 'do'>): void {
    const { client } = this;
    const log = this.#backEnd.workers[worker];
    const except = isOwn ? (client.connection.getSnapshot().socketId ?? undefined) : undefined;
    const events = names.map((name) => {
      this.#appended += 1;
      return { channel: name, event: 'changed' as const, data: { n: this.#appended }, socketId: except };
    });
    const written = this.#database.transaction(async (tx) => {
      await log?.append(tx, ...(events as readonly BatchEvent<DurableChannels>[]));
      if (isLong) await new Promise((resolve) => setTimeout(resolve, 300));
      if (isUndone) throw new Error('rolled back');
      // Nobody else has these channels until the commit, which follows.
      const at = client.timers.now();
      for (const { channel, data } of events)
        this.#commits.push({
          name: channel,
          n: data.n,
          at,
          except,
          arrivesAt: Number.POSITIVE_INFINITY,
          isSent: false,
        });
    });
    const sent = () => void log?.flush().catch(() => {});
    this.#run(written.then(sent, () => {}));
  }

  #run(work: Promise<unknown>): void {
    const open: Promise<void> = work.then(() => void this.#open.delete(open));
    this.#open.add(open);
  }

  #begin(fault: LastingFault): void {
    if (this.#faults.has(fault)) return;
    const server = this.#server;
    const begun = {
      mute: () => server.mute(),
      pause: () => server.pause(),
      reorder: () => server.reorder({ event: '*' }),
      delay: () => server.delay({ event: '*', ms: 150, jitter: 300 }),
      refuse: () => server.refuse(),
    }[fault]();
    this.#faults.set(fault, begun);
  }

  #end(fault: LastingFault): void {
    const begun = this.#faults.get(fault);
    if (!begun) return;
    this.#faults.delete(fault);
    begun.end();
    if (fault !== 'pause') return;
    for (const commit of this.#commits)
      if (commit.isSent && commit.arrivesAt === Number.POSITIVE_INFINITY)
        commit.arrivesAt = this.client.timers.now() + lateAtMost;
  }

  /** A right that is lost is a channel that is lost within one verification (promise 20). */
  #findUnrightful(): string[] {
    return [...this.#backEnd.refused]
      .filter((name) => name !== 'orders-1' && subscribers(this.#server, name) > 0)
      .map((name) => `${name}: still there without the right to it`);
  }

  /** Each event once and in the order of commits, or a gap: never neither (promise 17). */
  #wrongOf({ name, numbers, told, liveSince, isReleased }: Hold): string[] {
    const wrong: string[] = [];
    const committed = this.#commits.filter((commit) => commit.name === name);
    const inOrder = committed.map(({ n }) => n).filter((n) => numbers.includes(n));
    if (numbers.join() !== inOrder.join())
      wrong.push(`${name}: told ${numbers.join()} of ${committed.map(({ n }) => n).join()}`);
    for (const { n, at, except, arrivesAt } of committed) {
      if (numbers.includes(n) || isReleased) continue;
      if (except !== undefined && this.#ownSockets.has(except)) continue;
      if (liveSince === null || at <= liveSince) continue;
      if (told.some(({ since, toldAt }) => since <= arrivesAt && at <= toldAt)) continue;
      wrong.push(`${name}: ${n} of ${at} is missing, live since ${liveSince}, gaps ${JSON.stringify(told)}`);
    }
    const needless = told.filter(({ toldAt }) => liveSince !== null && toldAt > liveSince);
    if (this.#isMild && needless.length > 0)
      wrong.push(`${name}: gaps that need not be: ${JSON.stringify(needless)}`);
    return wrong;
  }
}
