import { createHmac } from 'node:crypto';
import type { AuthorizationData, ChannelGap, ChannelLease, UntypedChannels } from '@channelkit/core';
import { type AuthAnswer, type Name, names, type Step } from './chaosSteps.ts';
import { app, type Stage, subscribers } from './stage.ts';

/** One hold with what it was told. */
interface Held {
  readonly lease: ChannelLease<UntypedChannels, Name>;
  readonly name: Name;
  /** Events published from here on are its business. */
  readonly after: number;
  isReleased: boolean;
  /** Data begun before this is known to be old. */
  firstLiveSince: number | null;
  readonly got: number[];
  readonly gaps: (ChannelGap & { readonly toldAt: number })[];
}

interface Published {
  readonly name: Name;
  readonly number: number;
  readonly at: number;
  /** When it arrives, if it does; infinite while the server keeps it back. */
  arrivesAt: number;
}

const refusal = (status: number): Error => Object.assign(new Error(`status ${status}`), { status });

/** In the same turn: the clock of a run does not wait for a thread of the machine. */
const sign = (text: string): string =>
  `${app.key}:${createHmac('sha256', app.secret).update(text).digest('hex')}`;

/** Random steps of an application and of its server, and what must be true all the while. */
export class ChaosRun {
  readonly held: Held[] = [];
  readonly wrong: string[] = [];
  readonly #stage: Stage;
  readonly #pass: (ms: number) => Promise<void>;
  readonly #published: Published[] = [];
  readonly #faults = new Map<'kill' | 'mute' | 'pause', { end(): void }>();
  #answers: { answer: AuthAnswer; left: number } = { answer: 'ok', left: 0 };
  #version = 0;

  constructor(stage: Stage, pass: (ms: number) => Promise<void>) {
    this.#stage = stage;
    this.#pass = pass;
    const { client } = stage;
    client.configure({
      grace: 300,
      auth: { authorize: this.authorize },
      userAuth: {
        authenticate: async ({ socketId }) => {
          await this.#answer();
          const user_data = JSON.stringify({ id: client.user.getSnapshot().id ?? '7' });
          return { auth: sign(`${socketId}::user::${user_data}`), user_data };
        },
      },
    });
    client.connection.subscribe(() => this.#look());
    client.observe(() => this.#look());
  }

  get live(): Held[] {
    return this.held.filter(({ isReleased }) => !isReleased);
  }

  async take(next: Step): Promise<void> {
    const { client, server } = this.#stage;
    const one = 'index' in next ? this.held[next.index % Math.max(1, this.held.length)] : undefined;
    switch (next.do) {
      case 'acquire':
        return this.#acquire(next.name);
      case 'emit':
        return this.#emit(next.name);
      case 'release':
        if (one) one.isReleased = true;
        return one?.lease.release();
      case 'retry':
        return one?.lease.retry();
      case 'trigger':
        return void one?.lease.trigger('client-x', next.index).catch(() => {});
      case 'wait':
        return this.#pass(next.ms);
      case 'drop':
        return void server.drop({ code: next.code });
      case 'kill':
        this.#begin('kill', server.refuse({ status: 503 }));
        return void server.destroy();
      case 'revive':
        return this.#end('kill');
      case 'restart':
        return server.restart();
      case 'mute':
        return this.#begin('mute', server.mute());
      case 'unmute':
        return this.#end('mute');
      case 'pause':
        return this.#begin('pause', server.pause());
      case 'resume':
        return this.#end('pause');
      case 'connect':
        return client.connect();
      case 'disconnect':
        return client.disconnect();
      case 'garbage':
        return void server.malformed({ frame: next.frame });
      case 'connects':
        return void server.refuse({ code: next.code, times: next.times });
      case 'auth':
        this.#answers = { answer: next.answer, left: next.times };
        return;
      case 'subscribes':
        return void server.rejectAuth({ status: next.status, times: next.times });
      case 'lose':
        return void server.lose({ event: next.event, times: next.times });
      case 'late':
        return void server.delayAuth({ ms: next.ms, times: next.times });
      case 'user':
        return client.user.set(next.id);
      case 'options':
        if (next.isOther) this.#version += 1;
        return client.configure({ auth: { authorize: this.authorize, version: this.#version } as never });
    }
  }

  /** Lets everything become well again, however it went. */
  async heal(): Promise<void> {
    const { client, server } = this.#stage;
    for (const what of ['kill', 'mute', 'pause'] as const) this.#end(what);
    server.clearFaults();
    this.#answers = { answer: 'ok', left: 0 };
    await this.#pass(60_000);
    this.#findGhosts();
    client.connect();
    for (const { lease } of this.live) lease.retry();
    await this.#pass(20_000);
    for (const name of names) this.#emit(name);
    await this.#pass(500);
    this.#findGhosts();
    this.#findLost();
  }

  /** Frames that the server lets out late arrive then. */
  #end(what: 'kill' | 'mute' | 'pause'): void {
    const now = this.#stage.client.timers.now();
    if (what === 'pause')
      for (const each of this.#published)
        if (each.arrivesAt === Number.POSITIVE_INFINITY) each.arrivesAt = now;
    // What a half-open socket has lost never comes: it does not become whole again.
    if (what === 'mute' && this.#faults.has(what)) this.#stage.server.destroy();
    this.#faults.get(what)?.end();
    this.#faults.delete(what);
  }

  #begin(what: 'kill' | 'mute' | 'pause', fault: { end(): void }): void {
    // One of a kind at a time.
    if (this.#faults.has(what)) fault.end();
    else this.#faults.set(what, fault);
  }

  /** What the application's back end answers. */
  readonly authorize = async ({
    channelName,
    socketId,
  }: {
    channelName: string;
    socketId: string;
  }): Promise<AuthorizationData> => {
    await this.#answer();
    if (!channelName.startsWith('presence-')) return { auth: sign(`${socketId}:${channelName}`) };
    const channel_data = '{"user_id":"me"}';
    return { auth: sign(`${socketId}:${channelName}:${channel_data}`), channel_data };
  };

  async #answer(): Promise<void> {
    const { answer, left } = this.#answers;
    if (left === 0 || answer === 'ok') return;
    this.#answers = { answer, left: left - 1 };
    const { timers } = this.#stage.client;
    if (answer === 'hung') await new Promise(() => {});
    else if (answer === 'slow') await new Promise<void>((resolve) => timers.setTimeout(resolve, 4_000));
    else if (answer === 'rubbish') throw 'rubbish';
    else throw refusal(answer);
  }

  #emit(name: Name): void {
    const { server, client } = this.#stage;
    const number = this.#published.length + 1;
    const at = client.timers.now();
    const arrivesAt = this.#faults.has('pause') ? Number.POSITIVE_INFINITY : at;
    this.#published.push({ name, number, at, arrivesAt });
    server.trigger(name, 'event', number);
  }

  #acquire(name: Name): void {
    const { client } = this.#stage;
    const lease = client.acquire(name);
    const one: Held = {
      lease,
      name,
      after: this.#published.length,
      isReleased: false,
      firstLiveSince: null,
      got: [],
      gaps: [],
    };
    this.held.push(one);
    const look = () => {
      one.firstLiveSince ??= lease.status.getSnapshot().liveSince;
      this.#look();
    };
    look();
    lease.status.subscribe(look);
    lease.on('*', (data) => {
      if (one.isReleased) this.wrong.push(`${name}: told an event after its release`);
      if (typeof data === 'number') one.got.push(data);
    });
    lease.onGap((gap) => {
      if (!lease.status.getSnapshot().isLive) this.wrong.push(`${name}: told a gap before it is live`);
      one.gaps.push({ ...gap, toldAt: client.timers.now() });
    });
  }

  /** No channel says that it is live beside a connection that says it is not. */
  #look(): void {
    const { state } = this.#stage.client.connection.getSnapshot();
    if (state === 'connected') return;
    for (const { name, lease } of this.live)
      if (lease.status.getSnapshot().isLive) this.wrong.push(`${name}: live while ${state}`);
  }

  /** What the server has, and nobody holds any more. */
  #findGhosts(): void {
    const { client, server } = this.#stage;
    const wanted = client.inspect().channels.map(({ name }) => name);
    for (const name of names)
      if (!wanted.includes(name) && subscribers(server, name) > 0) this.wrong.push(`${name}: a ghost`);
  }

  /** Every event since its hold has reached a holder once and in order, or lies in a gap that it was told, or before it was live. */
  #findLost(): void {
    for (const { name, after, firstLiveSince, got, gaps } of this.live) {
      const inOrder = [...new Set(got)].sort((a, b) => a - b);
      // A cache channel begins with its last event, every time.
      if (name !== 'cache-price' && got.join() !== inOrder.join())
        this.wrong.push(`${name}: told ${got.join()}`);
      for (const { name: channel, number, at, arrivesAt } of this.#published) {
        if (channel !== name || number <= after || got.includes(number)) continue;
        if (firstLiveSince !== null && at <= firstLiveSince) continue;
        if (gaps.some(({ since, toldAt }) => since <= arrivesAt && at <= toldAt)) continue;
        this.wrong.push(
          `${name}: event ${number} of ${at} is lost, live since ${firstLiveSince}, gaps ${JSON.stringify(gaps)}`,
        );
      }
    }
  }
}
