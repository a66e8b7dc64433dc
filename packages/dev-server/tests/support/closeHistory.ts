import { once } from 'node:events';
import fc from 'fast-check';
import type { DevServer, SubscriptionInfo } from '../../src/index.ts';
import { channelAuthText, hmac } from '../../src/protocol/signature.ts';
import { openPlain, type PlainSocket } from './plainSocket.ts';
import { app } from './testServer.ts';

const channels = ['orders', 'private-orders', 'presence-room', 'presence-cache-hall'] as const;
const users = ['ada', 'bob'] as const;

export type Step =
  | { do: 'open' }
  | { do: 'subscribe' | 'unsubscribe'; client: number; channel: (typeof channels)[number]; user: string }
  | { do: 'closeFrame' | 'destroy' | 'halfClose' | 'garbage' | 'drop'; client: number };

const client = fc.nat(4);
export const step: fc.Arbitrary<Step> = fc.oneof(
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

/** Plays a history of clients on a server, and models what the server should know of them. */
export class CloseHistory {
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

  /** What the server should know. */
  get expected(): string[] {
    return this.#clients.flatMap(({ socketId, held }) => [
      socketId,
      ...[...held].map(([channel, userId]) => line({ channel, socketId, userId })),
      ...[...held].flatMap(([channel, userId]) => (userId === null ? [] : [`${channel} has ${userId}`])),
    ]);
  }

  /** What the server does know. */
  get known(): string[] {
    return [
      ...this.#server.connections().map(({ socketId }) => socketId),
      ...this.#server.subscriptions().map(line),
      ...this.#server.channels().flatMap(({ name, users: ids }) => ids.map((id) => `${name} has ${id}`)),
    ];
  }

  /** Ends all clients. */
  end(): void {
    for (const { plain } of this.#clients.splice(0)) plain.tcp.destroy();
  }

  async #open(): Promise<void> {
    if (this.#clients.length >= 5) return;
    const plain = await openPlain(this.#server, app.key);
    const greeting = /socket_id\\":\\"([\d.]+)/;
    while (!greeting.test(plain.received())) await once(plain.tcp, 'data');
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

function line({
  channel,
  socketId,
  userId,
}: Pick<SubscriptionInfo, 'channel' | 'socketId' | 'userId'>): string {
  return `${channel} ${socketId} ${userId}`;
}

function send({ plain }: Client, frame: object): void {
  plain.send(1, JSON.stringify(frame));
}
