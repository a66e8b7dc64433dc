import { channelKind } from '../channelName.ts';
import type { PusherAuthHandler, PusherClassOptions, PusherPort } from '../pusherPort.ts';
import { type ChannelFrame, FakeChannel } from './fakeChannel.ts';
import { FakeConnection } from './fakeConnection.ts';
import { FakeDispatcher } from './fakeDispatcher.ts';
import { FakeServer } from './fakeServer.ts';

/**
 * pusher-js 8 without a network: connects to a {@link FakeServer} as soon as it is made, keeps cancelled channels in its map,
 * subscribes all of it again on every connection, and reads frames after global callbacks have seen them.
 * Get a class of it with {@link createFakePusher}.
 */
export class FakePusher implements PusherPort {
  readonly key: string;
  readonly options: PusherClassOptions;
  readonly connection: FakeConnection;
  readonly #channels = new Map<string, FakeChannel>();
  readonly #events = new FakeDispatcher();
  readonly #hasEncryption: boolean;

  constructor(
    key: string,
    options: PusherClassOptions,
    { server, encryption, hasTransport }: Required<FakePusherOptions>,
  ) {
    this.key = key;
    this.options = options;
    this.#hasEncryption = encryption;
    const { activityTimeout = 120_000, pongTimeout = 30_000 } = options as Partial<PusherClassOptions>;
    this.connection = new FakeConnection(server, { activityTimeout, pongTimeout, hasTransport });
    this.connection.bind('connected', () => {
      for (const name of [...this.#channels.keys()]) this.subscribe(name);
    });
    this.connection.bind('message', (frame) => this.#onMessage(frame as ChannelFrame));
    const forget = () => {
      for (const channel of this.#channels.values()) channel.disconnect();
    };
    this.connection.bind('connecting', forget);
    this.connection.bind('disconnected', forget);
    this.connect();
  }

  /** @internal Answers like `channelAuthorization.customHandler`. */
  readonly authorize: PusherAuthHandler = (params, callback) => {
    const { channelAuthorization } = this.options as Partial<PusherClassOptions>;
    if (channelAuthorization) channelAuthorization.customHandler(params, callback);
    else callback(new Error('no channelAuthorization was given'), null);
  };

  connect(): void {
    this.connection.connect();
  }

  disconnect(): void {
    this.connection.disconnect();
  }

  subscribe(name: string): FakeChannel {
    const channel = this.#channels.get(name) ?? this.#create(name);
    this.#channels.set(name, channel);
    if (channel.subscriptionPending && channel.subscriptionCancelled) channel.subscriptionCancelled = false;
    else if (!channel.subscriptionPending && this.connection.state === 'connected') channel.subscribe();
    return channel;
  }

  unsubscribe(name: string): void {
    const channel = this.#channels.get(name);
    if (!channel) return;
    if (channel.subscriptionPending) {
      channel.subscriptionCancelled = true;
      return;
    }
    this.#channels.delete(name);
    if (channel.subscribed) channel.unsubscribe();
  }

  channel(name: string): FakeChannel | undefined {
    return this.#channels.get(name);
  }

  allChannels(): FakeChannel[] {
    return [...this.#channels.values()];
  }

  send_event(event: string, data: unknown, channel?: string): boolean {
    return this.connection.send_event(event, data, channel);
  }

  bind(event: string, callback: (data?: unknown) => void): this {
    this.#events.bind(event, callback);
    return this;
  }

  unbind(event?: string, callback?: (data?: unknown) => void): this {
    this.#events.unbind(event, callback);
    return this;
  }

  #create(name: string): FakeChannel {
    if (name.startsWith('#')) throw new Error(`Cannot create a channel with name "${name}".`);
    if (channelKind(name) === 'encrypted' && !this.#hasEncryption)
      throw new Error(
        'Tried to subscribe to a private-encrypted- channel but no nacl implementation available',
      );
    return new FakeChannel(name, this);
  }

  #onMessage(frame: ChannelFrame): void {
    const isInternal = frame.event.startsWith('pusher_internal:');
    if (frame.channel) this.#channels.get(frame.channel)?.handleEvent(frame);
    if (!isInternal) this.#events.emit(frame.event, frame.data);
  }
}

/** A class for the `pusher` option of a client; `instances` holds every instance that was made. */
export interface FakePusherClass {
  new (key: string, options: PusherClassOptions): FakePusher;
  readonly instances: readonly FakePusher[];
}

/** What {@link createFakePusher} takes. */
export interface FakePusherOptions {
  /** @default a new server with the machine's timers */
  readonly server?: FakeServer;
  /** False for the builds of pusher-js that cannot open encrypted channels. @default true */
  readonly encryption?: boolean;
  /** False for a runtime in which pusher-js finds no WebSocket: it is `failed` at once. @default true */
  readonly hasTransport?: boolean;
}

/** Makes a stand-in for the pusher-js constructor whose instances all connect to one fake server. */
export function createFakePusher({
  server = new FakeServer(),
  encryption = true,
  hasTransport = true,
}: FakePusherOptions = {}): {
  readonly Pusher: FakePusherClass;
  readonly server: FakeServer;
} {
  const instances: FakePusher[] = [];
  class Pusher extends FakePusher {
    static readonly instances: readonly FakePusher[] = instances;

    constructor(key: string, options: PusherClassOptions) {
      super(key, options, { server, encryption, hasTransport });
      instances.push(this);
    }
  }
  return { Pusher, server };
}
