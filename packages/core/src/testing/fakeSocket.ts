import type { Timers } from '../lib/timers.ts';
import { Pipe } from './pipe.ts';

/** A frame as it goes over the wire. */
export interface WireFrame {
  readonly event: string;
  readonly channel?: string;
  readonly data?: unknown;
  readonly user_id?: string;
}

/** The client's end of a socket. */
export interface SocketListener {
  onMessage(text: string): void;
  onClosed(code: number, reason: string): void;
}

/** One connection to the fake server, with what the server knows about it. */
export class FakeSocket {
  readonly id: string;
  /** Channels subscribed on this socket, with the member's id on presence channels. */
  readonly channels: Map<string, { userId: string | null; info: unknown }> = new Map();
  /** The signed-in user. */
  userId: string | null = null;
  isOpen = true;
  /** Half-open: nothing passes, and neither side notices. */
  isFrozen = false;
  readonly #toServer: Pipe;
  readonly #toClient: Pipe;
  readonly #listener: SocketListener;
  readonly #onFrame: (frame: WireFrame) => void;
  readonly #onEnd: () => void;

  constructor(
    id: string,
    wire: { timers: Timers; latency: () => number },
    ends: { listener: SocketListener; onFrame: (frame: WireFrame) => void; onEnd: () => void },
  ) {
    this.id = id;
    this.#toServer = new Pipe(wire.timers, wire.latency);
    this.#toClient = new Pipe(wire.timers, wire.latency);
    this.#listener = ends.listener;
    this.#onFrame = ends.onFrame;
    this.#onEnd = ends.onEnd;
  }

  /** Client to server. */
  send(frame: WireFrame): void {
    const text = JSON.stringify(frame);
    this.#toServer.push(() => {
      if (this.isOpen && !this.isFrozen) this.#onFrame(JSON.parse(text) as WireFrame);
    });
  }

  /** Server to client. A string is sent as it is, malformed or not. */
  deliver(frame: WireFrame | string): void {
    if (!this.isOpen) return;
    const text = typeof frame === 'string' ? frame : JSON.stringify(frame);
    this.#toClient.push(() => {
      if (this.isOpen && !this.isFrozen) this.#listener.onMessage(text);
    });
  }

  /** The server closes it. What was sent before arrives first, unless the code is 1006 (the network failed). */
  close(code: number, reason: string): void {
    if (!this.isOpen) return;
    this.#toServer.clear();
    if (code === 1006) this.#toClient.clear();
    const tell = () => {
      if (!this.isOpen) return;
      this.#end();
      if (!this.isFrozen) this.#listener.onClosed(code, reason);
    };
    if (code === 1006) tell();
    else this.#toClient.push(tell);
  }

  /** The client closes it. What it sent before arrives. */
  abort(): void {
    if (!this.isOpen) return;
    this.#toServer.flush();
    this.#end();
  }

  #end(): void {
    this.isOpen = false;
    this.#toServer.clear();
    this.#toClient.clear();
    this.#onEnd();
  }
}
