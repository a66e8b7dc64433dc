import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import type { App } from '../app/app.ts';
import type { Subscriber } from '../app/subscriber.ts';
import { OutboundPath } from '../faults/outboundPath.ts';
import type { Hub } from '../hub.ts';
import type { ConnectionInfo } from '../observe/snapshots.ts';
import { parseClientFrame } from '../protocol/clientFrame.ts';
import { closeCodes } from '../protocol/closeCodes.ts';
import type { User } from '../protocol/identity.ts';
import { errorMessage, type Message, serviceMessage } from '../protocol/message.ts';
import { newSocketId } from '../protocol/socketId.ts';
import { EventRate } from './eventRate.ts';
import { handleFrame } from './handleFrame.ts';
import { KeepAlive } from './keepAlive.ts';

/** One client's socket: reads its frames, writes the app's messages, and ends with it. */
export class Connection implements Subscriber {
  readonly socketId: string = newSocketId();
  readonly app: App;
  readonly hub: Hub;
  readonly connectedAt: number = Date.now();
  readonly clientEvents: EventRate;
  readonly channels: Set<string> = new Set();
  user: User | null = null;
  readonly #client: { name: string; version: string };
  readonly #socket: WebSocket;
  readonly #wire: Duplex;
  readonly #path: OutboundPath;
  readonly #keepAlive: KeepAlive;
  #authorizeTimer: NodeJS.Timeout | undefined;
  #hasLeft = false;
  /** Settles when the connection has ended. */
  readonly gone: Promise<void>;

  constructor(parts: {
    app: App;
    hub: Hub;
    socket: WebSocket;
    wire: Duplex;
    client: { name: string; version: string };
  }) {
    this.app = parts.app;
    this.hub = parts.hub;
    this.#client = parts.client;
    this.#socket = parts.socket;
    this.#wire = parts.wire;
    this.gone = new Promise((resolve) => this.#socket.once('close', () => resolve()));
    this.clientEvents = new EventRate(this.hub.limits.clientEventsPerSecond);
    const target = { app: this.app.options.id, socket: this.socketId };
    this.#path = new OutboundPath(this.hub.faults, target, (message) => this.#write(message));
    this.#keepAlive = new KeepAlive(this.hub, {
      ping: () => this.send(serviceMessage('pusher:ping', {})),
      dead: () => this.close(closeCodes.pongMissing, 'Pong reply not received'),
    });
  }

  /** Greets the client; the greeting is the first frame (protocol 1.3). */
  open(): void {
    this.hub.connections.set(this.socketId, this);
    const { counters, connections } = this.hub;
    counters.connections += 1;
    counters.peakConnections = Math.max(counters.peakConnections, connections.size);
    this.#socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    this.#socket.on('ping', (data) => {
      if (!this.#path.isMute) this.#socket.pong(data);
    });
    this.#socket.on('error', () => {
      counters.errors += 1;
    });
    this.#socket.on('close', (code) => {
      this.#leave(code);
      this.hub.closing.delete(this);
    });
    const greeting = { socket_id: this.socketId, activity_timeout: this.hub.activityTimeout };
    this.send(serviceMessage('pusher:connection_established', greeting));
    const { authorizeWithin } = this.app.options;
    if (Number.isFinite(authorizeWithin)) {
      this.#authorizeTimer = setTimeout(
        () => this.close(closeCodes.unauthorized, 'Connection not authorized within timeout'),
        authorizeWithin,
      );
    }
    this.hub.tell({ type: 'connected', connection: this.info() });
  }

  send(message: Message): void {
    this.#path.send(message);
  }

  /** Answers with a soft error: an event that leaves the connection as it is (protocol 2). */
  sendError(code: number | null, text: string, channel?: string): void {
    this.hub.counters.errors += 1;
    this.send(errorMessage(code, text, channel));
  }

  /** The connection has signed in or joined a channel that needs a right. */
  authorized(): void {
    clearTimeout(this.#authorizeTimer);
  }

  /** Closes with a code. The app forgets the connection at once, however long the client takes to agree. */
  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
    this.hub.closing.add(this);
    this.#leave(code);
  }

  /** Ends the TCP connection without a word. */
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

  #receive(data: RawData, isBinary: boolean): void {
    if (this.#hasLeft) return;
    if (isBinary) return this.close(1003, 'Binary frames are not supported');
    this.#keepAlive.heard();
    const text = data.toString();
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
    if (this.#path.isMute) return;
    if (frame) handleFrame(this, frame);
    else this.sendError(null, 'Invalid message format: a frame is a JSON object with an event');
  }

  #write(message: Message): void {
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

  #leave(code: number): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    this.#keepAlive.stop();
    clearTimeout(this.#authorizeTimer);
    this.#path.close();
    const connection = this.info();
    this.hub.connections.delete(this.socketId);
    for (const name of this.channels) this.app.unsubscribe(this, name);
    this.channels.clear();
    if (this.user) this.app.users.signOut(this, this.user);
    this.hub.tell({ type: 'disconnected', connection, code });
  }
}
