import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DevServer } from '../src/index.ts';
import { channelAuthText, hmac } from '../src/protocol/signature.ts';
import { openPlain, type PlainSocket } from './support/plainSocket.ts';
import { app, startTestServer } from './support/testServer.ts';

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2_147_483_647);
const channels = ['orders', 'private-orders', 'presence-room', 'presence-cache-hall'] as const;
const users = ['ada', 'bob'] as const;

type Step =
  | { do: 'open' }
  | { do: 'subscribe' | 'unsubscribe'; client: number; channel: (typeof channels)[number]; user: string }
  | { do: 'closeFrame' | 'destroy' | 'halfClose' | 'garbage' | 'drop'; client: number };

const client = fc.nat(4);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ do: 'open' as const }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('subscribe' as const, 'subscribe' as const, 'unsubscribe' as const),
      client,
      channel: fc.constantFrom(...channels),
      user: fc.constantFrom(...users),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(...(['closeFrame', 'destroy', 'halfClose', 'garbage', 'drop'] as const)),
      client,
    }),
  },
);

/** One client with what the server should know of it. */
interface Client {
  plain: PlainSocket;
  socketId: string;
  /** The user on each subscribed channel; null where there is none. */
  held: Map<string, string | null>;
}

/** Plays a history of clients, and compares the server with the model after every step. */
class History {
  readonly #server: DevServer;
  readonly #clients: Client[] = [];

  constructor(server: DevServer) {
    this.#server = server;
  }

  async take(next: Step): Promise<void> {
    if (next.do === 'open') return this.#open();
    const one = this.#clients[next.client % Math.max(1, this.#clients.length)];
    if (!one) return;
    switch (next.do) {
      case 'subscribe':
        return this.#subscribe(one, next.channel, next.user);
      case 'unsubscribe':
        one.held.delete(next.channel);
        return send(one, { event: 'pusher:unsubscribe', data: { channel: next.channel } });
      case 'closeFrame':
        one.plain.send(8, Buffer.from([0x03, 0xe8]));
        return this.#forget(one);
      case 'garbage':
        // A reserved opcode: the protocol error ends this connection.
        one.plain.send(3);
        return this.#forget(one);
      case 'destroy':
        one.plain.tcp.destroy();
        return this.#forget(one);
      case 'halfClose':
        one.plain.tcp.end();
        return this.#forget(one);
      case 'drop':
        this.#server.drop({ socket: one.socketId });
        return this.#forget(one);
    }
  }

  /** What the server knows is what the model says. */
  async check(): Promise<void> {
    const expected = this.#clients.flatMap(({ socketId, held }) =>
      [...held].map(([channel, userId]) => ({ app: app.id, channel, socketId, userId })),
    );
    const key = (each: object) => JSON.stringify(Object.entries(each).sort());
    await expect
      .poll(() => this.#server.subscriptions().map(key).sort(), { interval: 2 })
      .toEqual(expected.map(key).sort());
    await expect
      .poll(
        () =>
          this.#server
            .connections()
            .map(({ socketId }) => socketId)
            .sort(),
        { interval: 2 },
      )
      .toEqual(this.#clients.map(({ socketId }) => socketId).sort());
    for (const { name, userCount, users: ids } of this.#server.channels()) {
      const there = new Set(expected.filter(({ channel }) => channel === name).map(({ userId }) => userId));
      there.delete(null);
      expect([...ids].sort()).toEqual([...there].sort());
      expect(userCount ?? 0).toBe(there.size);
    }
  }

  /** Ends all clients; nothing of them is left. */
  async end(): Promise<void> {
    for (const { plain } of this.#clients.splice(0)) plain.tcp.destroy();
    await this.check();
    expect(this.#server.channels()).toEqual([]);
  }

  async #open(): Promise<void> {
    if (this.#clients.length >= 5) return;
    const plain = await openPlain(this.#server, app.key);
    const greeting = /socket_id\\":\\"([\d.]+)/;
    await expect.poll(() => plain.received(), { interval: 2 }).toMatch(greeting);
    this.#clients.push({ plain, socketId: greeting.exec(plain.received())?.[1] ?? '', held: new Map() });
  }

  #subscribe(one: Client, channel: (typeof channels)[number], user: string): void {
    if (!one.held.has(channel)) one.held.set(channel, channel.startsWith('presence-') ? user : null);
    const channelData = JSON.stringify({ user_id: user });
    const auth = `${app.key}:${hmac(app.secret, channelAuthText(one.socketId, channel, channelData))}`;
    send(one, { event: 'pusher:subscribe', data: { channel, auth, channel_data: channelData } });
  }

  #forget(one: Client): void {
    this.#clients.splice(this.#clients.indexOf(one), 1);
  }
}

function send({ plain }: Client, frame: object): void {
  plain.send(1, JSON.stringify(frame));
}

it(`knows exactly the subscriptions of its clients, in whatever order they close (FUZZ_SEED=${seed})`, {
  timeout: 60_000,
}, async () => {
  const server = await startTestServer();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 25, size: 'max' }), async (steps) => {
      const history = new History(server);
      await history.take({ do: 'open' });
      for (const next of steps) {
        await history.take(next);
        await history.check();
      }
      await history.end();
    }),
    { seed, numRuns: 60 },
  );
  expect(server.counters().connections).toBeGreaterThan(60);
});
