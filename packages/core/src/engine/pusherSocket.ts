import type { PusherInstance, PusherPort } from '../pusherPort.ts';
import { Alarm, type Timers } from '../timers.ts';
import { type ConnectionFault, readFault } from './connectionFault.ts';
import { defuse, type Frame, readFrame } from './frames.ts';

/** What an instance in use tells about its socket. */
export interface SocketListener {
  onConnected(socketId: string): void;
  /** The socket is gone, though pusher-js says "connected" for another second. */
  onGone(fault: ConnectionFault | null): void;
  /** pusher-js tries by itself: after a missing pong, or by a timer that a disconnect missed. */
  onOwnAttempt(): void;
  /** Not by our command: refused by the server, or closed by the application. */
  onDisconnected(fault: ConnectionFault | null): void;
  onUnsupported(): void;
  onFrame(frame: Frame): void;
  /** Something arrived, readable or not. */
  onActivity(): void;
  /** A frame could not be read; its channel is unknown unless given. */
  onMalformed(channel: string | null): void;
  /** Whether a channel is held, so that nobody else may leave it. */
  isHeld(channel: string): boolean;
}

/**
 * A pusher-js instance in use: one global listener for all its events, in our words, and commands to it. Global callbacks run
 * before pusher-js's own, so a malformed frame is taken out before pusher-js throws on it.
 */
export class PusherSocket {
  readonly instance: PusherInstance;
  readonly #listener: SocketListener;
  /** Why the socket went, as far as it is known. */
  #fault: ConnectionFault | null = null;
  #isCommanding = false;
  #isReleased = false;

  constructor(instance: PusherInstance, listener: SocketListener) {
    this.instance = instance;
    this.#listener = listener;
    instance.closing?.();
    instance.isInUse = true;
    instance.port.connection.bind_global(this.#onEvent);
    // Code beside us may leave a channel on the shared instance; that must not end our holders' subscription (promise 2).
    instance.port.unsubscribe = (channel) => {
      if (!listener.isHeld(channel)) instance.leave(channel);
    };
  }

  get isConnected(): boolean {
    return this.instance.port.connection.state === 'connected';
  }

  connect(): void {
    this.#fault = null;
    // One that waits for its next attempt would make two, and lose sight of the timer of one of them.
    if (this.instance.port.connection.state !== 'connecting') this.#command((port) => port.connect());
    // Told before we listened, when the constructor found no transport.
    if (this.instance.port.connection.state === 'failed') this.#listener.onUnsupported();
  }

  disconnect(): void {
    this.#command((port) => port.disconnect());
  }

  /** Sends a ping; false when there is nothing to send on. */
  ping(): boolean {
    return this.instance.port.send_event('pusher:ping', {}) === true;
  }

  /** Stops listening; an instance that the application made stays open unless it was asked to close. */
  release(wasAsked: boolean, timers: Timers): void {
    const { instance } = this;
    const { port, ours } = instance;
    this.#isReleased = true;
    // pusher-js passes over who is behind a callback that goes during an event.
    queueMicrotask(() => port.connection.unbind_global(this.#onEvent));
    // Uncovers the method of the class.
    Reflect.deleteProperty(port, 'unsubscribe');
    instance.isInUse = false;
    if (!ours) return wasAsked ? this.#closeNow() : undefined;
    // pusher-js sends a turn after it is told to. The last frames, which leave channels, must not meet a closing socket: a browser
    // would log an error.
    const turn = new Alarm(timers);
    instance.closing = () => {
      turn.clear();
      instance.closing = null;
      port.disconnect();
    };
    turn.set(0, instance.closing);
  }

  /** The application's own may be in other hands a turn later. */
  #closeNow(): void {
    const { port } = this.instance;
    port.disconnect();
    // Asked in the middle of an event, pusher-js goes on with an attempt of its own and says "disconnected" all the while.
    queueMicrotask(() => {
      if (!this.instance.isInUse && port.connection.state === 'disconnected') port.disconnect();
    });
  }

  #command(run: (port: PusherPort) => void): void {
    this.#isCommanding = true;
    try {
      run(this.instance.port);
    } finally {
      this.#isCommanding = false;
    }
  }

  readonly #onEvent = (name: string, data: unknown): void => {
    if (this.#isReleased) return;
    switch (name) {
      case 'message':
        return this.#onMessage(data);
      case 'error':
        return this.#onError(data);
      case 'connected':
        this.#fault = null;
        return this.#listener.onConnected(this.instance.port.connection.socket_id);
      case 'connecting':
        if (!this.#isCommanding) this.#listener.onOwnAttempt();
        return;
      case 'connecting_in':
        return this.#listener.onGone(this.#fault);
      case 'disconnected':
        if (!this.#isCommanding) this.#listener.onDisconnected(this.#fault);
        return;
      case 'failed':
        if (!this.#isCommanding) this.#listener.onUnsupported();
    }
  };

  #onMessage(message: unknown): void {
    // An error that came as a frame of an open socket is no reason for its end.
    this.#fault = null;
    this.#listener.onActivity();
    const frame = readFrame(message);
    if (frame) return this.#listener.onFrame(frame);
    const channel = (message as { channel?: unknown } | null)?.channel;
    defuse(message);
    this.#listener.onMalformed(typeof channel === 'string' ? channel : null);
  }

  #onError(error: unknown): void {
    const fault = readFault(error);
    if (fault.kind === 'malformed') {
      this.#listener.onActivity();
      return this.#listener.onMalformed(null);
    }
    if (this.#fault?.kind !== 'refused' || fault.kind === 'refused') this.#fault = fault;
    // Before the handshake pusher-js tries again at once and for ever, or is stuck for good, without a word.
    if (fault.kind === 'handshake' || (fault.kind === 'again' && !this.isConnected)) {
      this.#listener.onGone(fault);
    }
  }
}
