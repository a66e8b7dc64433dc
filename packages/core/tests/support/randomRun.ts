import type { TestClientOptions } from '../../src/testing/index.ts';
import type { AuthorizationData } from '../../src/transport/transport.ts';
import type { ClientEvent } from '../../src/types.ts';
import { type Held, lostOf, type Published, staleOf } from './account.ts';
import { type Bench, bench, lateBench } from './setup.ts';
import { type Act, type Conditions, type Name, names, type Step } from './steps.ts';

const vault = 'private-encrypted-vault';

/** Random steps on one client, and what must be true all the while. */
export class RandomRun {
  readonly bench: Bench;
  readonly held: Held[] = [];
  readonly wrong: string[] = [];
  readonly #latency: number;
  readonly #published: Published[] = [];
  /** Per channel: went down or lost an event, and was not live since. */
  readonly #open = new Map<string, boolean>();
  readonly #traps: (() => void)[] = [];
  readonly #toldSinceLive = new Map<Held, number>();
  readonly #members = new Set<string>();
  #authVersion = 0;
  #isSigningIn = false;
  #isActing = false;
  #keys = 0;
  /** What the back end hands out for the encrypted channel, where it is not what the fake would. */
  #secret: string | undefined;
  /** Until when what the server said under a hold is on its way. */
  #heldUntil = 0;
  #wasLate = false;

  /** @param prepare - Returns the client options that decide on the transport. */
  constructor(
    { loads, hasGrace, latency }: Conditions,
    prepare: (run: RandomRun, world: Bench) => TestClientOptions = () => ({}),
  ) {
    this.#latency = latency;
    const world = bench();
    this.bench = lateBench(loads, world, {
      ...prepare(this, world),
      grace: hasGrace ? { public: 300, private: 300, presence: 100, encrypted: 200 } : 0,
      onError: () => {},
    });
    const { client, server } = this.bench;
    server.latency = latency;
    client.configure({ auth: { authorize: this.authorize } });
    client.observe((event) => this.#onEvent(event));
    client.connection.subscribe(() => this.#look());
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
      case 'retry':
      case 'trigger':
        return this.#act(next.do, next.index);
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
        this.#heldUntil = Number.POSITIVE_INFINITY;
        return server.hold();
      case 'letGo':
        return this.#letGo();
      case 'releaseAuth':
        return auth.release();
      case 'connect':
        return client.connect();
      case 'disconnect':
        return client.disconnect();
      case 'garbage': {
        // Malformed, but nothing on which an instance of the application would throw after we have released it.
        const frame = { event: 'pusher_internal:subscription_count', channel: next.name ?? '', data: '{}' };
        return server.send(next.name ? frame : '{"event":');
      }
      case 'connects':
        return server.answerConnects(next.answer, next.times);
      case 'auth':
        return auth.answer(next.answer === 'rubbish' ? { data: 7 } : next.answer, { times: next.times });
      case 'subscribe': {
        const { answer, times } = next;
        // Where an answer takes longer than the limit, and the next attempt gets none, the two cannot be told apart.
        const isSlow = this.#latency > 5_000 || timers.now() < this.#heldUntil;
        if ((isSlow && answer !== 'refuse') || (this.#wasLate && answer === 'never')) return;
        this.#wasLate ||= answer === 'late';
        const refusal = { refuse: 'no', status: 401 };
        return server.answerSubscribes(
          answer === 'never' ? 'never' : answer === 'late' ? { delay: 11_000 } : refusal,
          { times },
        );
      }
      case 'user':
        return this.#setUser(next.id);
      case 'options':
        return this.#configure(next);
      case 'signIn':
        server.signIn = next.answer;
        return;
      case 'key':
        this.#keys += 1;
        server.rooms.secrets.set(vault, `${String(this.#keys).padStart(43, 'k')}=`);
        if (next.isKnown) this.#secret = server.rooms.secrets.get(vault);
        return;
      case 'emit':
        return this.#emit(next.name);
      case 'member':
        this.#members[next.isThere ? 'add' : 'delete'](next.id);
        if (next.isThere) return server.rooms.addMember('presence-room', next.id, null);
        return server.rooms.removeMember('presence-room', next.id);
    }
  }

  /** Lets everything become well again, however it went. */
  async heal(): Promise<void> {
    const { client, server, auth, timers } = this.bench;
    for (const remove of this.#traps) remove();
    this.#letGo();
    server.goUp();
    server.latency = 0;
    server.signIn = 'accept';
    server.rooms.secrets.clear();
    this.#secret = undefined;
    server.answerConnects('accept');
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
    this.wrong.push(...staleOf(this.live, this.#published, [...this.#members]));
    const { id, signIn } = client.user.getSnapshot();
    if (this.#isSigningIn && id !== null && signIn !== 'signed-in') this.wrong.push(`the user is ${signIn}`);
    for (const name of names) this.#emit(name);
    await timers.advance(1_000);
    this.wrong.push(...lostOf(this.live, this.#published));
  }

  #act(act: Act, index: number): void {
    const { client } = this.bench;
    const one = this.held[index % Math.max(1, this.held.length)];
    switch (act) {
      case 'release':
        if (!one) return;
        one.isReleased = true;
        return one.lease.release();
      case 'acquire':
        return this.#acquire(names[index % names.length] ?? 'orders', false);
      case 'disconnect':
        return client.disconnect();
      case 'connect':
        return client.connect();
      case 'user':
        return this.#setUser(index % 3 === 0 ? null : String(index % 3));
      case 'retry':
        return one?.lease.retry();
      case 'trigger':
        return void one?.lease.trigger('client-x', index).catch(() => {});
      case 'throw':
        throw new Error('a listener of the application');
    }
  }

  #trap({ on, index, act, target, skip }: Extract<Step, { do: 'trap' }>): void {
    const { client } = this.bench;
    const lease = this.held[index % Math.max(1, this.held.length)]?.lease;
    let stop: (() => void) | undefined;
    let left = skip;
    const ring = () => {
      left -= 1;
      if (left >= 0) return;
      stop?.();
      this.#isActing = true;
      try {
        this.#act(act, target);
      } finally {
        this.#isActing = false;
      }
    };
    if (on === 'connection') stop = client.connection.subscribe(ring);
    else if (on === 'client') stop = client.observe(ring);
    else if (on === 'status') stop = lease?.status.subscribe(ring);
    else if (on === 'event') stop = lease?.on('*', ring);
    else stop = lease?.onGap(ring);
    this.#traps.push(() => stop?.());
  }

  #setUser(id: string | null): void {
    const { user } = this.bench.client;
    const before = user.getSnapshot().id;
    for (const one of this.held) {
      const { isUserScoped } = one.lease as never as { isUserScoped: boolean };
      if (isUserScoped && before !== null && before !== id) one.isReleased = true;
    }
    user.set(id);
  }

  #configure({ auth, userAuth }: Extract<Step, { do: 'options' }>): void {
    const { client, auth: endpoint } = this.bench;
    if (auth === 'other') this.#authVersion += 1;
    this.#isSigningIn ||= userAuth;
    client.configure({
      auth: { authorize: this.authorize, version: this.#authVersion } as never,
      ...(userAuth ? { userAuth: { authenticate: endpoint.authenticate } } : {}),
    });
  }

  readonly authorize = async (request: {
    channelName: string;
    socketId: string;
  }): Promise<AuthorizationData> => {
    const data = await this.bench.auth.authorize(request);
    const isRotated = request.channelName === vault && this.#secret !== undefined;
    return isRotated ? { ...data, shared_secret: this.#secret as string } : data;
  };

  #letGo(): void {
    const { server, timers } = this.bench;
    this.#heldUntil = timers.now() + this.#latency;
    for (const each of this.#published)
      if (each.arrivesAt === Number.POSITIVE_INFINITY) each.arrivesAt = timers.now() + this.#latency;
    server.release();
  }

  #emit(name: Name): void {
    const { server, timers } = this.bench;
    const number = this.#published.length + 1;
    const at = timers.now();
    const arrivesAt =
      this.#heldUntil === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : at + this.#latency;
    this.#published.push({ name, number, at, arrivesAt });
    server.trigger(name, 'event', number);
  }

  #acquire(name: Name, scoped: boolean): void {
    const { client, timers } = this.bench;
    const lease = client.acquire(name, scoped ? { scope: 'user' } : {}) as Held['lease'];
    const one: Held = {
      lease,
      name,
      after: this.#published.length,
      // A listener may have changed the user within the call.
      isReleased: (lease as never as { isReleased: boolean }).isReleased,
      firstLiveSince: null,
      got: [],
      gaps: [],
    };
    this.held.push(one);
    const look = () => {
      const { liveSince } = lease.status.getSnapshot();
      one.firstLiveSince ??= liveSince;
      this.#look();
    };
    look();
    lease.status.subscribe(look);
    lease.on('*', (data) => {
      if (one.isReleased) this.wrong.push(`${name}: told an event after its release`);
      if (typeof data === 'number') one.got.push(data);
    });
    lease.onGap((gap) => {
      if (one.isReleased) this.wrong.push(`${name}: told a gap after its release`);
      one.gaps.push({ ...gap, toldAt: timers.now() });
      const told = (this.#toldSinceLive.get(one) ?? 0) + 1;
      this.#toldSinceLive.set(one, told);
      if (told > 1) this.wrong.push(`${name}: told a gap twice`);
    });
  }

  /** No channel says that it is live beside a connection that says it is not. */
  #look(): void {
    const { state } = this.bench.client.connection.getSnapshot();
    // A listener that opens the connection while the channels learn one by one that it closed is before its time.
    if (state === 'connected' || this.#isActing) return;
    for (const { name, lease } of this.live)
      if (lease.status.getSnapshot().isLive) this.wrong.push(`${name}: live while ${state}`);
  }

  #onEvent(event: ClientEvent): void {
    this.#look();
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

  /** What the server has on sockets that live, and nobody here holds any more. */
  #findGhosts(): void {
    const { client, server } = this.bench;
    const held = client.inspect().channels.map(({ name }) => name);
    for (const name of names) {
      const sockets = server.subscribers(name).filter(({ isFrozen }) => !isFrozen);
      if (sockets.length > 0 && !held.includes(name)) this.wrong.push(`${name}: a ghost`);
    }
  }
}
