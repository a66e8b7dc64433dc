import { createSystemTimers, type Timers } from '../lib/timers.ts';
import { type AnswerScope, Answers } from './answers.ts';
import { FakeRooms, type ServerDialect, type SubscribeAnswer } from './fakeRooms.ts';
import { FakeSocket, type SocketListener, type WireFrame } from './fakeSocket.ts';
import { type ConnectListener, FakeWebSocket } from './fakeWebSocket.ts';

/**
 * What the server does with a connection: accept it; refuse it, as if the port was closed; accept it and stay silent; close it before the
 * handshake; or send a frame of your own instead of the handshake.
 */
export type ConnectAnswer =
  | 'accept'
  | 'refuse'
  | 'silence'
  | { readonly close: number; readonly reason?: string }
  | { readonly frame: string };

/** A frame that a client sent. */
export interface ReceivedFrame extends WireFrame {
  readonly socketId: string;
  readonly at: number;
}

/** Options of {@link FakeServer}. */
export interface FakeServerOptions {
  /** @default the platform's own timers, looked up at every call, so that a test runner's fake timers work */
  readonly timers?: Timers;
  /** One-way time of a frame in milliseconds. @default 0, which is still a timer */
  readonly latency?: number;
  /** Whose refusals to imitate. @default 'pusher' */
  readonly dialect?: ServerDialect;
}

/** Options of {@link FakeServer.release}. */
export interface ReleaseOptions {
  /** @default 'kept' */
  readonly order?: 'kept' | 'reversed';
  /** @default all */
  readonly count?: number;
}

/** The WebSocket constructor that connects to a server, whatever the address. */
const webSocketOf = (server: FakeServer): FakeServer['WebSocket'] =>
  class extends FakeWebSocket {
    constructor() {
      super(server);
    }
  };

/**
 * A Pusher server inside the process: serves any number of clients and fails on demand. Frames are JSON text in both directions and
 * always take a timer, so that order and timing are those of a network.
 */
export class FakeServer {
  readonly timers: Timers;
  /** Every frame that clients sent, in order of arrival. */
  readonly frames: ReceivedFrame[] = [];
  /** One-way time of a frame in milliseconds. */
  latency: number;
  /** Idle seconds after which clients are told to ping. */
  activityTimeout = 120;
  /** Connection attempts so far, including refused ones. */
  connectCount = 0;
  /** How `pusher:signin` is answered. */
  signIn: 'accept' | 'refuse' | 'never' = 'accept';
  readonly rooms: FakeRooms;
  /** The WebSocket constructor that connects to this server: pass it to `webSocketTransport`. */
  readonly WebSocket: new (
    url: string,
  ) => FakeWebSocket;
  readonly #sockets = new Set<FakeSocket>();
  readonly #connects = new Answers<ConnectAnswer>('accept');
  #isDown = false;
  #held: (() => void)[] | null = null;
  #lastId = 0;

  constructor({ timers = createSystemTimers(), latency = 0, dialect = 'pusher' }: FakeServerOptions = {}) {
    this.timers = timers;
    this.latency = latency;
    this.WebSocket = webSocketOf(this);
    this.rooms = new FakeRooms(dialect, {
      timers,
      sockets: () => this.#sockets,
      deliver: (socket, frame) => this.#deliver(socket, frame),
    });
  }

  /** Sockets that the server holds open. */
  get sockets(): readonly FakeSocket[] {
    return [...this.#sockets];
  }

  /** Sockets subscribed to a channel. */
  subscribers(channel: string): readonly FakeSocket[] {
    return this.sockets.filter(({ channels }) => channels.has(channel));
  }

  /** Frames received so far with this event, of this channel where one is given. */
  received(event: string, channel?: string): readonly ReceivedFrame[] {
    return this.frames.filter((frame) => {
      const about = frame.channel ?? (frame.data as { channel?: string } | null)?.channel;
      return frame.event === event && (channel === undefined || about === channel);
    });
  }

  /** Cuts every socket and refuses connections until {@link goUp}. */
  goDown(code = 1006): void {
    this.#isDown = true;
    this.drop(code);
  }

  goUp(): void {
    this.#isDown = false;
  }

  /** Ends sockets, all or one: with a close code, or cut (1006, frames on their way are lost). */
  drop(code = 1006, reason = '', target?: FakeSocket): void {
    for (const socket of target ? [target] : this.sockets) {
      this.#sockets.delete(socket);
      this.rooms.leaveAll(socket);
      socket.close(code, reason);
    }
  }

  /** Makes the present sockets half-open: nothing passes any more, and neither side notices. */
  freeze(): void {
    for (const socket of this.#sockets) socket.isFrozen = true;
  }

  /** Decides how the next connections are answered. */
  answerConnects(answer: ConnectAnswer, times?: number): void {
    this.#connects.give(answer, times === undefined ? {} : { times });
  }

  /** Decides how subscriptions are answered, for one channel or all. */
  answerSubscribes(answer: SubscribeAnswer, scope: AnswerScope = {}): void {
    this.rooms.answers.give(answer, scope);
  }

  /** Holds back everything that the server sends from now on. */
  hold(): void {
    this.#held ??= [];
  }

  /** Sends what was held back; with a `count` only the first so many, and keeps holding. */
  release({ order = 'kept', count = Number.POSITIVE_INFINITY }: ReleaseOptions = {}): void {
    const held = this.#held ?? [];
    if (order === 'reversed') held.reverse();
    const going = held.splice(0, count);
    if (count === Number.POSITIVE_INFINITY) this.#held = null;
    for (const deliver of going) deliver();
  }

  /** Publishes an event as a back end does. Objects are encoded as JSON text, and encrypted on encrypted channels. */
  trigger(channel: string, event: string, data: unknown): void {
    this.rooms.publish({ channel, event, data });
  }

  /** Sends a frame, or any text, to one socket or all, subscribed or not. */
  send(frame: WireFrame | string, target?: FakeSocket): void {
    for (const socket of target ? [target] : this.sockets) this.#deliver(socket, frame);
  }

  /** Sends an event to a signed-in user. */
  sendToUser(userId: string, event: string, data: unknown): void {
    this.rooms.publish({ channel: `#server-to-user-${userId}`, event, data });
  }

  /** Notifies a signed-in user of watched users coming online or going offline. */
  sendWatchlist(userId: string, name: 'online' | 'offline', userIds: readonly string[]): void {
    const data = { events: [{ name, user_ids: userIds }] };
    for (const socket of this.#sockets)
      if (socket.userId === userId)
        this.#deliver(socket, { event: 'pusher_internal:watchlist_events', data });
  }

  /** @internal Starts a connection attempt. Returns the function that closes it from the client's side. */
  connect(listener: ConnectListener): () => void {
    this.connectCount += 1;
    let socket: FakeSocket | null = null;
    const handle = this.timers.setTimeout(() => {
      const answer = this.#isDown ? 'refuse' : this.#connects.take();
      if (answer === 'refuse') return listener.onClosed(1006, '');
      socket = this.#open(listener);
      listener.onOpen(socket);
      if (answer === 'accept') this.#greet(socket);
      else if (answer !== 'silence' && 'frame' in answer) socket.deliver(answer.frame);
      else if (answer !== 'silence') this.drop(answer.close, answer.reason ?? '', socket);
    }, this.latency);
    return () => {
      this.timers.clearTimeout(handle);
      socket?.abort();
    };
  }

  #open(listener: SocketListener): FakeSocket {
    this.#lastId += 1;
    const socket: FakeSocket = new FakeSocket(
      `${this.#lastId}.${1000 + this.#lastId}`,
      { timers: this.timers, latency: () => this.latency },
      {
        listener,
        onFrame: (frame) => this.#onFrame(socket, frame),
        onEnd: () => {
          if (this.#sockets.delete(socket)) this.rooms.leaveAll(socket);
        },
      },
    );
    this.#sockets.add(socket);
    return socket;
  }

  #greet(socket: FakeSocket): void {
    const data = JSON.stringify({ socket_id: socket.id, activity_timeout: this.activityTimeout });
    socket.deliver({ event: 'pusher:connection_established', data });
  }

  #deliver(socket: FakeSocket, frame: WireFrame | string): void {
    if (this.#held) this.#held.push(() => socket.deliver(frame));
    else socket.deliver(frame);
  }

  #onFrame(socket: FakeSocket, frame: WireFrame): void {
    this.frames.push({ ...frame, socketId: socket.id, at: this.timers.now() });
    const data = (frame.data ?? {}) as Record<string, unknown>;
    switch (frame.event) {
      case 'pusher:ping':
        return this.#deliver(socket, { event: 'pusher:pong', data: {} });
      case 'pusher:subscribe':
        return this.rooms.subscribe(socket, data);
      case 'pusher:unsubscribe':
        return this.rooms.leave(socket, String(data.channel));
      case 'pusher:signin':
        return this.#onSignIn(socket, data);
    }
    if (frame.event.startsWith('client-')) this.rooms.clientEvent(socket, frame);
  }

  #onSignIn(socket: FakeSocket, { user_data }: Record<string, unknown>): void {
    if (this.signIn === 'never') return;
    if (this.signIn === 'refuse') {
      const data = { code: 4009, message: 'Connection not authorized' };
      return this.#deliver(socket, { event: 'pusher:error', data });
    }
    socket.userId = String((JSON.parse(String(user_data)) as { id?: unknown }).id);
    this.#deliver(socket, { event: 'pusher:signin_success', data: JSON.stringify({ user_data }) });
  }
}
