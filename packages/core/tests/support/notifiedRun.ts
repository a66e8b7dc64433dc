import type { ChannelLease } from '../../src/types.ts';
import { type Bench, bench } from './setup.ts';

/** The kinds of notification that a client makes. */
export const kinds = [
  'status',
  'connection',
  'event',
  'gap',
  'cache miss',
  'members',
  'user',
  'user event',
  'observe',
  'onInvalid',
  'onError',
] as const;
export type Kind = (typeof kinds)[number];

/** What a listener may do when it is notified. */
export const acts = [
  'release',
  'acquire',
  'connect',
  'disconnect',
  'retry',
  'change the user',
  'dispose',
  'throw',
] as const;
export type Act = (typeof acts)[number];

/** What happens to a client, so that it notifies its listeners. */
export const provocations = [
  'drop',
  'server asks to reconnect',
  'freeze',
  'events',
  'members',
  'malformed frame',
  'refused subscription',
  'denied authorization',
  'change the user',
  'user event',
  'disconnect and connect',
  'release and acquire',
] as const;
export type Provocation = (typeof provocations)[number];

const names = ['orders', 'private-orders', 'presence-room', 'cache-price'] as const;

interface Held {
  readonly name: string;
  readonly lease: ChannelLease;
  readonly got: number[];
}

interface Trap {
  readonly on: Kind;
  readonly act: Act;
  readonly target: number;
  readonly skip: number;
}

const isReleased = ({ lease }: Held): boolean => (lease as never as { isReleased: boolean }).isReleased;

/** A client whose listeners act when they are notified, and what must be true at every notification. */
export class NotifiedRun {
  readonly wrong: string[] = [];
  /** Which acts were tried in which kind of notification. */
  readonly tried: Set<string> = new Set();
  readonly #bench: Bench;
  readonly #held: Held[] = [];
  readonly #traps: { trap: Trap; left: number }[] = [];
  readonly #isAdded = new Map<string, boolean>();
  #depth = 0;
  #notified = 0;
  #sent = 0;
  #isDisposed = false;
  /** The last command about the connection. */
  #command: 'connect' | 'disconnect' | null = null;

  constructor({ grace, latency }: { grace: number; latency: number }) {
    this.#bench = bench({
      grace,
      onError: () => this.#notify('onError'),
      onInvalid: () => this.#notify('onInvalid'),
    });
    const { client, server, auth } = this.#bench;
    server.latency = latency;
    client.configure({ userAuth: { authenticate: auth.authenticate } });
    client.connection.subscribe(() => this.#notify('connection'));
    client.user.subscribe(() => this.#notify('user'));
    client.user.on('notice', () => this.#notify('user event'));
    client.observe((event) => {
      if (this.#isDisposed) this.wrong.push(`observed ${event.type} after dispose()`);
      if (event.type === 'added' || event.type === 'removed') {
        const isAdded = event.type === 'added';
        if ((this.#isAdded.get(event.channel) ?? false) === isAdded)
          this.wrong.push(`${event.channel}: ${event.type} twice`);
        this.#isAdded.set(event.channel, isAdded);
      }
      this.#notify('observe');
    });
  }

  trap(trap: Trap): void {
    // What onError throws is thrown on, as documented.
    const act = trap.on === 'onError' && trap.act === 'throw' ? 'retry' : trap.act;
    this.#traps.push({ trap: { ...trap, act }, left: trap.skip });
  }

  /** Holds every channel, some twice, and listens to everything. */
  async begin(): Promise<void> {
    this.#bench.client.user.set('7');
    for (const name of [...names, 'orders', 'private-orders']) this.#acquire(name);
    await this.#bench.timers.advance(200);
    for (const each of ['events', 'members', 'malformed frame', 'user event', 'drop'] as const)
      await this.provoke(each);
  }

  async provoke(what: Provocation): Promise<void> {
    const { client, server, auth, timers } = this.#bench;
    switch (what) {
      case 'drop':
        server.rooms.expireCache('cache-price');
        server.drop(1006);
        break;
      case 'server asks to reconnect':
        server.drop(4200);
        break;
      case 'freeze':
        server.freeze();
        await timers.advance(45_000);
        break;
      case 'events':
        this.#sendEvents();
        break;
      case 'members':
        server.rooms.addMember('presence-room', 'ann', null);
        server.rooms.removeMember('presence-room', 'ann');
        break;
      case 'malformed frame':
        server.send({ event: 'pusher_internal:subscription_count', channel: 'orders', data: '{}' });
        server.send('{"event":');
        break;
      case 'refused subscription':
        server.answerSubscribes({ refuse: 'no', status: 401 }, { times: 2 });
        server.drop(1006);
        break;
      case 'denied authorization':
        auth.answer(403, { channel: 'private-orders', times: 1 });
        server.drop(1006);
        break;
      case 'change the user':
        if (!this.#isDisposed) client.user.set(client.user.getSnapshot().id === '7' ? '8' : '7');
        break;
      case 'user event':
        server.sendToUser(auth.user.id, 'notice', 1);
        break;
      case 'disconnect and connect':
        this.#act('disconnect', 0);
        await timers.advance(100);
        this.#act('connect', 0);
        break;
      case 'release and acquire':
        for (let index = 0; index < 3; index += 1) this.#act('release', index);
        await timers.advance(400);
        for (const name of names) this.#acquire(name);
    }
    this.#look('after a provocation');
    await timers.advance(3_000);
  }

  /** Lets the client recover from whatever happened; then ends everything. */
  async end(): Promise<void> {
    const { client, server, timers } = this.#bench;
    await timers.advance(60_000);
    this.#obeys();
    this.#traps.length = 0;
    if (!this.#isDisposed) {
      this.#act('connect', 0);
      if (!this.#live.length) this.#acquire('orders');
      await timers.advance(1_000);
      // Each round uses up one answer that was given in advance.
      for (let round = 0; round < 10; round += 1) {
        for (const { lease } of this.#live) lease.retry();
        await timers.advance(40_000);
        if (this.#live.every(({ lease }) => lease.status.getSnapshot().isLive)) break;
      }
      for (const { name, lease } of this.#live)
        if (!lease.status.getSnapshot().isLive) this.wrong.push(`${name}: does not recover`);
      for (const name of names) {
        const wanted = this.#live.some((each) => each.name === name) ? 1 : 0;
        if (server.subscribers(name).length !== wanted) this.wrong.push(`${name}: not ${wanted} on the wire`);
      }
      this.#sendEvents();
      await timers.advance(1_000);
      for (const { name, got } of this.#live)
        if (got.at(-1) !== this.#sent) this.wrong.push(`${name}: missed the last event`);
    }
    client.dispose();
    this.#isDisposed = true;
    const before = this.#notified;
    await timers.advance(60_000);
    server.drop();
    await timers.advance(60_000);
    if (this.#notified > before) this.wrong.push('notified after dispose()');
    if (timers.pending > 0) this.wrong.push(`${timers.pending} timers left`);
    if (server.sockets.length > 0) this.wrong.push('a socket is left');
  }

  get #live(): Held[] {
    return this.#held.filter((each) => !isReleased(each));
  }

  #sendEvents(): void {
    this.#sent += 1;
    for (const name of names) this.#bench.server.trigger(name, 'event', this.#sent);
  }

  #acquire(name: string): void {
    if (this.#isDisposed) return;
    const lease = this.#bench.client.acquire(name);
    const one: Held = { name, lease, got: [] };
    this.#held.push(one);
    const notify = (kind: Kind) => {
      if (isReleased(one)) this.wrong.push(`${name}: ${kind} after its release`);
      this.#notify(kind);
    };
    lease.status.subscribe(() => this.#notify('status'));
    lease.members.subscribe(() => this.#notify('members'));
    lease.onGap(() => notify('gap'));
    lease.onCacheMiss(() => notify('cache miss'));
    lease.on('event', (data) => {
      const last = one.got.at(-1) ?? 0;
      // A cache channel sends its last event again after a new subscription.
      const isAgain = name.startsWith('cache-') && data === last;
      if (!isAgain && (data as number) <= last) this.wrong.push(`${name}: event ${data} after ${last}`);
      one.got.push(data as number);
      notify('event');
      // A listener of an application that is broken: onError is notified.
      throw new Error('broken');
    });
  }

  #notify(kind: Kind): void {
    this.#notified += 1;
    this.#depth += 1;
    try {
      if (this.#depth > 1) this.wrong.push(`${kind}: notified inside another notification`);
      this.#look(kind);
      for (const each of [...this.#traps]) {
        if (each.trap.on !== kind) continue;
        each.left -= 1;
        if (each.left >= 0) continue;
        this.#traps.splice(this.#traps.indexOf(each), 1);
        this.tried.add(`${kind}: ${each.trap.act}`);
        const { act, target } = each.trap;
        this.#act(act, target);
        this.#lookForEffect(act, target);
        this.#look(`${kind} after ${act}`);
      }
    } finally {
      this.#depth -= 1;
    }
  }

  /** Runs a command. */
  #act(act: Act, target: number): void {
    if (act === 'throw') throw new Error('a listener of the application');
    if (this.#isDisposed) return;
    const { client } = this.#bench;
    const one = this.#held[target % Math.max(1, this.#held.length)];
    switch (act) {
      case 'release':
        return one?.lease.release();
      case 'acquire':
        return this.#acquire(names[target % names.length] ?? 'orders');
      case 'retry':
        return one?.lease.retry();
      case 'connect':
        this.#command = 'connect';
        return client.connect();
      case 'disconnect':
        this.#command = 'disconnect';
        return client.disconnect();
      case 'change the user':
        return client.user.set(target);
      case 'dispose':
        client.dispose();
        this.#isDisposed = true;
    }
  }

  /** A command that a listener runs takes effect at once. */
  #lookForEffect(act: Act, target: number): void {
    const { client } = this.#bench;
    const { connection, channels, user } = client.inspect();
    const { state } = connection;
    const isRight = {
      connect: this.#isDisposed || ['connecting', 'connected', 'reconnecting'].includes(state),
      disconnect: state === 'closed' && channels.every(({ status }) => status.status === 'idle'),
      'change the user': this.#isDisposed || user.id === String(target),
      dispose: state === 'closed' && channels.length === 0,
    };
    if (Object.hasOwn(isRight, act) && !isRight[act as keyof typeof isRight])
      this.wrong.push(`${act}: no effect at once`);
  }

  /** What must be true at every moment in which code of the application runs. */
  #look(when: string): void {
    const { client } = this.#bench;
    const { connection, channels } = client.inspect();
    const { state, socketId, retryAt } = connection;
    if ((state === 'connected') !== (socketId !== null))
      this.wrong.push(`${when}: ${state} with ${socketId}`);
    if (retryAt !== null && state !== 'connecting' && state !== 'reconnecting')
      this.wrong.push(`${when}: ${state} with a retry`);
    for (const { name, leases, status } of channels) {
      if (status.isLive && state !== 'connected') this.wrong.push(`${when}: ${name} live while ${state}`);
      const held = this.#live.filter((each) => each.name === name).length;
      // `acquire` itself has not returned while observers hear "added".
      if (leases !== held && leases !== held + 1)
        this.wrong.push(`${when}: ${name} has ${leases}, not ${held}`);
    }
    for (const { name, lease } of this.#live) {
      const known = channels.find((each) => each.name === name);
      if (known?.status !== lease.status.getSnapshot())
        this.wrong.push(`${when}: ${name} is shown in two states`);
    }
  }

  /** The last command decides, whoever gave it. */
  #obeys(): void {
    const { client, server } = this.#bench;
    const { state } = client.connection.getSnapshot();
    const isClosed = this.#isDisposed || this.#command === 'disconnect';
    const wanted = isClosed ? 'closed' : 'connected';
    if (state !== wanted) this.wrong.push(`${state}, not ${wanted}, after ${this.#command ?? 'no command'}`);
    if (isClosed && server.sockets.length > 0) this.wrong.push('a socket beside a closed client');
  }
}
