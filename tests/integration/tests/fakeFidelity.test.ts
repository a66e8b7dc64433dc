import type { PusherAuthHandler } from '@channelkit/core';
import { createFakePusher, FakeServer } from '@channelkit/core/testing';
import { startDevServer } from '@channelkit/dev-server';
import Pusher from 'pusher-js';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { until } from './support/stage.ts';

/** What both have of a pusher-js instance. */
interface Client {
  readonly connection: {
    readonly state: string;
    bind_global(callback: (event: string, data: unknown) => void): unknown;
  };
  connect(): void;
  disconnect(): void;
  subscribe(channel: string): Channel;
  unsubscribe(channel: string): void;
  channel(channel: string): Channel | undefined;
}

interface Channel {
  readonly subscribed: boolean;
  readonly subscriptionPending: boolean;
  readonly subscriptionCancelled: boolean;
  bind(event: string, callback: (data: unknown) => void): unknown;
  bind_global(callback: (event: string, data: unknown) => void): unknown;
  unbind(event?: string, callback?: (data: unknown) => void): unknown;
  unbind_all(): unknown;
  unbind_global(callback: (event: string, data: unknown) => void): unknown;
  emit(event: string, data: unknown): unknown;
}

/** A library on a server that fails on demand. */
interface Pair {
  connect(authorize?: PusherAuthHandler): Client;
  drop(code: number): void;
  /** The next connection is accepted and closed at once. */
  closeNext(code: number): void;
  answerSubscribes(answer: 'never' | 'refuse'): void;
  /** Events and channels of the frames received, in order. */
  frames(): string[];
}

const nameOf = ({ event, channel, data }: { event: string; channel?: string; data?: unknown }): string =>
  `${event} ${channel ?? (data as { channel?: string } | null)?.channel ?? ''}`;

const authorizeNothing: PusherAuthHandler = (_, callback) => callback(new Error('denied'), null);

async function real(): Promise<Pair> {
  const app = { id: 'a', key: 'k', secret: 's', subscriptionCount: false };
  const server = await startDevServer({ apps: [app] });
  onTestFinished(() => server.stop({ abrupt: true }));
  return {
    connect(customHandler = authorizeNothing) {
      const client = new Pusher('k', {
        cluster: '',
        wsHost: server.host,
        wsPort: server.port,
        forceTLS: false,
        enabledTransports: ['ws'],
        channelAuthorization: { transport: 'ajax', endpoint: '', customHandler },
      });
      onTestFinished(() => client.disconnect());
      return client;
    },
    drop: (code) => void (code === 1006 ? server.destroy() : server.drop({ code, reason: 'r' })),
    closeNext: (code) => void server.refuse({ code, times: 1 }),
    answerSubscribes: (answer) =>
      void (answer === 'never'
        ? server.lose({ channel: 'orders' })
        : server.rejectAuth({ status: 401, error: 'no' })),
    frames: () => server.frames({ direction: 'in' }).map(({ text }) => nameOf(JSON.parse(text))),
  };
}

async function fake(): Promise<Pair> {
  const server = new FakeServer({ dialect: 'soketi' });
  const { Pusher: Fake } = createFakePusher({ server });
  return {
    connect(customHandler = authorizeNothing) {
      const client = new Fake('k', { channelAuthorization: { customHandler } } as never);
      onTestFinished(() => client.disconnect());
      return client;
    },
    drop: (code) => server.drop(code, 'r'),
    closeNext: (code) => server.answerConnects({ close: code, reason: 'r' }, 1),
    answerSubscribes: (answer) => server.answerSubscribes(answer === 'never' ? 'never' : { refuse: 'no' }),
    frames: () => server.frames.map(nameOf),
  };
}

/** Everything that the connection emits, without what differs by nature. */
function record(client: Client): string[] {
  const seen: string[] = [];
  client.connection.bind_global((event, data) => {
    const error = data as { type?: string; data?: { code?: number }; error?: { data?: { code?: number } } };
    const change = data as { previous?: string; current?: string };
    if (event === 'error') seen.push(`error ${error.type} ${error.data?.code ?? error.error?.data?.code}`);
    else if (event === 'state_change') seen.push(`${change.previous} > ${change.current}`);
    else if (event === 'connecting_in') seen.push(`connecting_in ${String(data)}`);
    else if (event !== 'message') seen.push(event);
  });
  return seen;
}

const flagsOf = (channel: Channel | undefined): string =>
  channel
    ? [
        channel.subscribed ? 'subscribed' : '',
        channel.subscriptionPending ? 'pending' : '',
        channel.subscriptionCancelled ? 'cancelled' : '',
      ].join(' ')
    : 'absent';

/** The longest delay of pusher-js before it comes back (1 s), and more than any of its timers (30 s of silence, then 10 s). */
const beyond = { retry: 1_300, everything: 60_000 };

/** After a close: whatever is scheduled has run, and it is connected again or has given up. */
async function settled(client: Client, seen: readonly string[]): Promise<void> {
  await until(() => seen.length > 0);
  vi.advanceTimersByTime(beyond.retry);
  await until(() => ['connected', 'disconnected'].includes(client.connection.state));
  if (client.connection.state === 'disconnected') vi.advanceTimersByTime(beyond.everything);
}

/** What is seen of one story; told of the real library and of the fake it must be the same. */
type Story = (pair: Pair) => Promise<unknown>;

const isConnected = (client: Client) => until(() => client.connection.state === 'connected');

const stories: Record<string, Story> = {
  ...Object.fromEntries(
    // Not 4000: the real one goes on in TLS, of which the fake knows nothing.
    [1000, 1006, 3000, 4001, 4099, 4100, 4200, 4300].map((code) => [
      `closes with ${code}`,
      async (pair: Pair) => {
        const client = pair.connect();
        await isConnected(client);
        const seen = record(client);
        pair.drop(code);
        await settled(client, seen);
        return [seen, client.connection.state];
      },
    ]),
  ),
  ...Object.fromEntries(
    [4001, 4100, 4200, 3000].map((code) => [
      `closes with ${code} before the handshake`,
      async (pair: Pair) => {
        pair.closeNext(code);
        const client = pair.connect();
        const seen = record(client);
        await settled(client, seen);
        return [seen, client.connection.state];
      },
    ]),
  ),
  'subscribes once, leaves, and comes back with another object': async (pair) => {
    const client = pair.connect();
    await isConnected(client);
    const first = client.subscribe('orders');
    const same = client.subscribe('orders') === first;
    const flags = [flagsOf(first)];
    await until(() => first.subscribed);
    client.unsubscribe('orders');
    flags.push(flagsOf(client.channel('orders')));
    const second = client.subscribe('orders');
    await until(() => second.subscribed);
    return [same, first === second, flags, flagsOf(second), pair.frames()];
  },
  'leaves while pending: cancelled, in the map, and left when the answer comes': async (pair) => {
    const client = pair.connect();
    await isConnected(client);
    const channel = client.subscribe('orders');
    const seen: string[] = [];
    channel.bind_global((event) => seen.push(event));
    client.unsubscribe('orders');
    const flags = [flagsOf(client.channel('orders'))];
    await until(() => client.channel('orders') === undefined);
    // The server answers in order: what it had to say about `orders` comes before this.
    const later = client.subscribe('later');
    await until(() => later.subscribed);
    return [flags, seen, pair.frames()];
  },
  'comes back as a ghost: left while pending, then a drop': async (pair) => {
    const client = pair.connect();
    await isConnected(client);
    pair.answerSubscribes('never');
    client.subscribe('orders');
    client.unsubscribe('orders');
    await until(() => pair.frames().length === 1);
    pair.drop(1006);
    await until(() => pair.frames().length === 2);
    return [flagsOf(client.channel('orders')), pair.frames()];
  },
  'stays pending when the server refuses, until disconnect() on the channel': async (pair) => {
    const client = pair.connect((_, callback) => callback(null, { auth: 'k:0' }));
    await isConnected(client);
    pair.answerSubscribes('refuse');
    const channel = client.subscribe('private-orders');
    const seen: string[] = [];
    channel.bind_global((event, data) => seen.push(`${event} ${(data as { status?: number }).status}`));
    await until(() => seen.length > 0);
    const flags = [flagsOf(channel)];
    client.unsubscribe('private-orders');
    flags.push(flagsOf(client.channel('private-orders')));
    (channel as never as { disconnect(): void }).disconnect();
    client.unsubscribe('private-orders');
    flags.push(flagsOf(client.channel('private-orders')));
    return [seen, flags];
  },
  'keeps a channel that could not be authorised in the map, not pending': async (pair) => {
    const client = pair.connect();
    await isConnected(client);
    const channel = client.subscribe('private-orders');
    return [flagsOf(channel), flagsOf(client.channel('private-orders')), pair.frames()];
  },
  'forgets subscriptions with the socket and subscribes all of it again': async (pair) => {
    const client = pair.connect();
    await isConnected(client);
    const channel = client.subscribe('orders');
    await until(() => channel.subscribed);
    const flags: string[] = [];
    client.connection.bind_global((event) => {
      if (event === 'state_change' || event === 'connecting_in') flags.push(`${event}: ${flagsOf(channel)}`);
    });
    pair.drop(1006);
    await until(() => flags.length > 0);
    await until(() => channel.subscribed && flags.length > 2);
    return [flags, pair.frames()];
  },
  'tells of the success of a public channel, and calls handlers until they are unbound, while they run too':
    async (pair) => {
      const client = pair.connect();
      const channel = client.subscribe('orders');
      const seen: string[] = [];
      channel.bind('pusher:subscription_succeeded', () => void seen.push(flagsOf(channel)));
      await until(() => channel.subscribed);
      const [a, b] = ['a', 'b'].map((name) => (data: unknown) => void seen.push(`${name}${data}`));
      if (!a || !b) throw new Error('no handlers');
      const removesB = () => void channel.unbind('e', b);
      const throws = () => {
        throw new Error('mine');
      };
      channel.bind('e', removesB);
      for (const handler of [a, a, b]) channel.bind('e', handler);
      channel.emit('e', 1);
      channel.emit('e', 2);
      channel.unbind('e', a);
      channel.emit('e', 3);
      for (const handler of [a, throws, b]) channel.bind('e', handler);
      try {
        channel.emit('e', 4);
      } catch (error) {
        seen.push(String(error));
      }
      channel.unbind('e');
      channel.emit('e', 5);
      const once = () => void channel.unbind_global(once);
      channel.bind_global(once);
      for (const name of ['first', 'second'])
        channel.bind_global((event) => void seen.push(`${name} ${event}`));
      channel.emit('e', 6);
      channel.emit('e', 6);
      channel.unbind_all();
      channel.emit('e', 7);
      return seen;
    },
  'is closed by disconnect() and back by connect(), with its channels': async (pair) => {
    const client = pair.connect();
    await isConnected(client);
    const channel = client.subscribe('orders');
    await until(() => channel.subscribed);
    const seen = record(client);
    client.disconnect();
    const flags = flagsOf(channel);
    client.disconnect();
    client.connect();
    client.connect();
    await until(() => channel.subscribed);
    return [seen, flags, pair.frames()];
  },
};

describe('the fake pusher-js and the real one', () => {
  it.each(Object.keys(stories))('tell the same when it %s', async (title) => {
    const tell = stories[title] as Story;
    // Sockets stay real; the timers of both libraries run when the story says so.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const truth = await tell(await real());
    expect(await tell(await fake())).toEqual(truth);
  });
});
