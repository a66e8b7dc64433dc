import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type { RawData } from 'ws';
import type { App } from '../app/app.ts';
import { OutboundPath } from '../faults/outboundPath.ts';
import type { ConnectionInfo } from '../observe/snapshots.ts';
import { type ClientFrame, parseClientFrame } from '../protocol/clientFrame.ts';
import { closeCodes } from '../protocol/closeCodes.ts';
import type { User } from '../protocol/identity.ts';
import { maximumDepth } from '../protocol/json.ts';
import { errorMessage, type Message, serviceMessage } from '../protocol/message.ts';
import { newSocketId } from '../protocol/socketId.ts';
import type { Hub } from '../server/hub.ts';
import type { OpenConnection } from '../server/openConnection.ts';
import { EventRate } from './eventRate.ts';
import type { ProtocolSocket, SocketOwner } from './protocolSocket.ts';

/** One client's connection: reads its frames, writes the app's messages, and leaves its channels when it ends. */
export class Connection implements OpenConnection, SocketOwner {
  readonly socketId: string = newSocketId();
  readonly app: App;
  readonly hub: Hub;
  readonly connectedAt: number = Date.now();
  readonly clientEvents: EventRate;
  readonly channels: Set<string> = new Set();
  user: User | null = null;
  readonly #client: ClientInfo;
  readonly #socket: ProtocolSocket;
  readonly #wire: Duplex;
  readonly #handle: FrameHandler;
  readonly #path: OutboundPath;
  #authorizeTimer: NodeJS.Timeout | undefined;
  #heardAt: number = Date.now();
  #isPinged = false;
  #hasLeft = false;

  constructor(parts: {
    app: App;
    hub: Hub;
    socket: ProtocolSocket;
    wire: Duplex;
    client: ClientInfo;
    handle: FrameHandler;
  }) {
    this.app = parts.app;
    this.hub = parts.hub;
    this.#client = parts.client;
    this.#socket = parts.socket;
    this.#wire = parts.wire;
    this.#handle = parts.handle;
    this.clientEvents = new EventRate(this.hub.limits.clientEventsPerSecond);
    this.#path = new OutboundPath(this.hub.faults, this);
  }

  /** Registers the connection and sends the greeting, which is the first frame (protocol 1.3). */
  open(): void {
    const { counters, connections, activityTimeout } = this.hub;
    connections.set(this.socketId, this);
    counters.connections += 1;
    counters.peakConnections = Math.max(counters.peakConnections, connections.size);
    this.#socket.attach(this);
    const greeting = { socket_id: this.socketId, activity_timeout: activityTimeout };
    this.send(serviceMessage('pusher:connection_established', greeting));
    const { authorizeWithin } = this.app.options;
    if (Number.isFinite(authorizeWithin)) {
      this.#authorizeTimer = setTimeout(
        () => this.close(closeCodes.unauthorized, 'Connection not authorized within timeout'),
        authorizeWithin,
      );
    }
    this.hub.emit({ type: 'connected', connection: this.info() });
  }

  /** Resolves when TCP has ended. */
  get gone(): Promise<unknown> {
    return this.#socket.readyState === this.#socket.CLOSED ? Promise.resolve() : once(this.#socket, 'close');
  }

  send(message: Message): void {
    this.#path.send(message);
  }

  /** Sends an error event, which leaves the connection as it is (protocol 2). */
  sendError(code: number | null, text: string, channel?: string): void {
    this.hub.counters.errors += 1;
    this.send(errorMessage(code, text, channel));
  }

  /** The connection has signed in or joined a channel that requires authorization. */
  authorized(): void {
    clearTimeout(this.#authorizeTimer);
  }

  /** Closes with a code. The app forgets the connection at once, however long the client takes to agree. */
  close(code: number, reason: string): void {
    // Since protocol 6 the close code says it all; before, the client learns the cause from an event (protocol 2).
    if (this.#client.protocol < 6 && code >= 4000) this.send(errorMessage(code, reason));
    this.#socket.close(code, reason);
  }

  /** Ends the TCP connection without a close frame. */
  destroy(): void {
    this.#wire.destroy();
  }

  info(): ConnectionInfo {
    return {
      socketId: this.socketId,
      app: this.app.options.id,
      client: this.#client.name,
      version: this.#client.version,
      connectedAt: this.connectedAt,
      userId: this.user?.id ?? null,
      channels: [...this.channels],
    };
  }

  /** Pings after `activityTimeout` of silence and closes with 4201 when no answer comes (protocol 1.6). */
  checkAlive(now: number): void {
    const { activityTimeout, pongTimeout } = this.hub;
    const silence = now - this.#heardAt;
    if (silence >= (activityTimeout + pongTimeout) * 1000)
      this.close(closeCodes.pongMissing, 'Pong reply not received');
    else if (silence >= activityTimeout * 1000 && !this.#isPinged) {
      this.#isPinged = true;
      // Every client answers this ping without the application's help; pusher:ping is unknown to the native ones.
      if (!this.#path.isMute) this.#socket.ping();
    }
  }

  /** Anything that arrives proves that the client is alive, control frames included. */
  heard(): void {
    this.#heardAt = Date.now();
    this.#isPinged = false;
  }

  pinged(data: Buffer): void {
    this.heard();
    if (!this.#path.isMute) this.#socket.pong(data);
  }

  receive(data: RawData, isBinary: boolean): void {
    if (this.#hasLeft) return;
    if (isBinary) return this.close(1003, 'Binary frames are not supported');
    this.heard();
    try {
      this.#read(data.toString());
    } catch {
      // A bug behind one client's frame must not reach the other clients.
      this.failed();
      this.close(1011, 'Internal error');
    }
  }

  write(message: Message): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#wire.writableLength > this.hub.limits.sendBuffer) return this.destroy();
    this.#wire.write(message.frame);
    this.hub.record({
      at: Date.now(),
      direction: 'out',
      app: this.app.options.id,
      socketId: this.socketId,
      channel: message.channel,
      event: message.event,
      text: message.text,
    });
  }

  failed(): void {
    this.hub.counters.errors += 1;
  }

  /** Ends membership of all channels. Idempotent. */
  leave(code: number): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    this.hub.closing.add(this);
    clearTimeout(this.#authorizeTimer);
    this.#path.close();
    const connection = this.info();
    this.hub.connections.delete(this.socketId);
    for (const name of this.channels) this.app.unsubscribe(this, name);
    this.channels.clear();
    if (this.user) this.app.users.signOut(this, this.user);
    this.hub.emit({ type: 'disconnected', connection, code });
  }

  /** TCP has ended. */
  ended(code: number): void {
    this.leave(code);
    this.hub.closing.delete(this);
  }

  #read(text: string): void {
    const frame = parseClientFrame(text);
    this.hub.record({
      at: Date.now(),
      direction: 'in',
      app: this.app.options.id,
      socketId: this.socketId,
      channel: frame?.channel ?? null,
      event: frame?.event ?? '',
      text,
    });
    // An observer of the frame may have closed the connection.
    if (this.#hasLeft || this.#path.isMute) return;
    if (frame) return this.#handle(this, frame);
    this.sendError(
      null,
      `Invalid message format: a frame is a JSON object with an event, nested at most ${maximumDepth} deep`,
    );
  }
}

/** What a client says about itself in the URL. */
export interface ClientInfo {
  name: string;
  version: string;
  protocol: number;
}

/** Carries out a client's frame. */
export type FrameHandler = (connection: Connection, frame: ClientFrame) => void;
