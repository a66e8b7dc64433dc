import { reconnectBackoff, retryDelay } from './backoff.ts';
import { type ConnectionFault, readFault, refusalError } from './connectionFault.ts';
import { type ReportError, rethrowLater } from './emitter.ts';
import { onWake } from './environment.ts';
import { RealtimeError } from './errors.ts';
import { defuse, type Frame, readFrame } from './frames.ts';
import { Liveness } from './liveness.ts';
import type { PusherInstance } from './pusherSource.ts';
import { createSnapshotStore, type ReadableStore, type WritableStore } from './store.ts';
import { Alarm, type Timers } from './timers.ts';
import type { ConnectionSnapshot, ConnectionState } from './types.ts';

/** What the connection needs from its client. */
export interface ConnectionHost {
  readonly timers: Timers;
  readonly report: ReportError;
  /** Loads and makes the instance, or takes an idle one. */
  open(): Promise<PusherInstance>;
  /** Gets an instance back that is disconnected and no longer listened to. */
  giveBack(instance: PusherInstance): void;
  onConnected(instance: PusherInstance, socketId: string): void;
  /** The socket is gone; events from `since` on may be missing. */
  onLost(since: number): void;
  onFrame(frame: Frame): void;
  /** A frame could not be read; its channel is unknown unless given. */
  onMalformed(channel: string | null): void;
  onSnapshot(snapshot: ConnectionSnapshot): void;
}

/** Limit of one attempt: pusher-js does not tell that a connect was refused, it stays silent for 15 s. */
const firstLimit = 8_000;
const limitRange = { min: 2_000, max: 15_000 };
/** A connection shorter than this does not reset the backoff: a server that accepts and drops is not hammered. */
const stableAfter = 5_000;

/**
 * Owns the pusher-js instance of a client: opens and closes it, keeps our own reconnect schedule over pusher-js's
 * (whose attempts can be 14 s apart), notices dead sockets and tells the truth in one snapshot.
 */
export class Connection {
  readonly #host: ConnectionHost;
  readonly #store: WritableStore<ConnectionSnapshot>;
  readonly #retry: Alarm;
  readonly #limit: Alarm;
  readonly #liveness: Liveness;
  #instance: PusherInstance | null = null;
  #stopWake: (() => void) | null = null;
  #wanted = false;
  /** Grows with every open, close and attempt; what belongs to an older one is ignored. */
  #run = 0;
  #attempt = 0;
  #wasConnected = false;
  #startedAt = 0;
  #connectedAt = 0;
  #lastActivity = 0;
  #handshakeTime: number | null = null;
  #commanding = false;
  #fault: ConnectionFault | null = null;

  constructor(host: ConnectionHost, disabledReason: string | null) {
    this.#host = host;
    this.#retry = new Alarm(host.timers);
    this.#limit = new Alarm(host.timers);
    this.#liveness = new Liveness(host.timers, {
      ping: () => this.#instance?.port.send_event('pusher:ping', {}) === true,
      onDead: () => this.renew(),
    });
    this.#store = createSnapshotStore<ConnectionSnapshot>(
      {
        state: disabledReason === null ? 'idle' : 'disabled',
        reason: disabledReason,
        socketId: null,
        error: null,
        since: 0,
        retryAt: null,
      },
      host.report,
    );
  }

  get store(): ReadableStore<ConnectionSnapshot> {
    return this.#store;
  }

  get instance(): PusherInstance | null {
    return this.#instance;
  }

  /** The instance while its socket is known to be good. */
  get live(): PusherInstance | null {
    return this.#state === 'connected' ? this.#instance : null;
  }

  get #state(): ConnectionState {
    return this.#store.getSnapshot().state;
  }

  /** Opens unless it is open, waits for its turn, was refused, or the user closed it. */
  want(): void {
    if (!this.#wanted && this.#state === 'idle') this.open();
  }

  /** Opens, or tries again at once where it waits, was closed or has given up. */
  open(): void {
    if (this.#state === 'disabled' || this.#state === 'connected') return;
    if (this.#wanted && !this.#retry.isSet && this.#state !== 'failed') return;
    this.#wanted = true;
    this.#stopWake ??= onWake((cause) => this.#woke(cause));
    this.#attemptNow();
  }

  /** Closes the socket and every timer; `state` says whether the user asked for it. */
  close(state: 'idle' | 'closed', reason: string | null): void {
    if (this.#state === 'disabled') return;
    this.#wanted = false;
    this.#run += 1;
    this.#attempt = 0;
    this.#wasConnected = false;
    this.#stopWake?.();
    this.#stopWake = null;
    this.#clearTimers();
    const lost = this.#state === 'connected';
    this.#letGo(state === 'closed');
    if (this.#state !== state) this.#set({ state, reason });
    if (lost) this.#host.onLost(this.#host.timers.now());
  }

  /** Ends this socket and opens another at once. */
  renew(): void {
    if (this.#state !== 'connected') return;
    this.#lost();
    this.#command(({ port }) => port.disconnect());
    this.#attemptNow();
  }

  #clearTimers(): void {
    this.#retry.clear();
    this.#limit.clear();
    this.#liveness.stop();
  }

  /** An instance that the application made stays open unless it was asked to close. */
  #letGo(asked: boolean): void {
    const instance = this.#instance;
    if (!instance) return;
    this.#instance = null;
    instance.port.connection.unbind_global(this.#onEvent);
    if (instance.ours || asked) instance.port.disconnect();
    this.#host.giveBack(instance);
  }

  #set(change: Partial<ConnectionSnapshot> & { state: ConnectionState }): void {
    const before = this.#store.getSnapshot();
    const next: ConnectionSnapshot = {
      reason: null,
      socketId: null,
      error: null,
      retryAt: null,
      ...change,
      since: change.state === before.state ? before.since : this.#host.timers.now(),
    };
    this.#store.set(next);
    this.#host.onSnapshot(next);
  }

  #attemptNow(): void {
    this.#retry.clear();
    const run = ++this.#run;
    const state = this.#wasConnected ? 'reconnecting' : 'connecting';
    this.#set({
      state,
      error: this.#store.getSnapshot().error,
      reason: this.#attempt > 0 ? 'trying again' : null,
    });
    if (this.#instance) {
      this.#start(this.#instance);
      return;
    }
    this.#host
      .open()
      .then(
        (instance) => {
          if (run !== this.#run) return this.#host.giveBack(instance);
          this.#instance = instance;
          instance.port.connection.bind_global(this.#onEvent);
          this.#start(instance);
        },
        (cause: unknown) => {
          if (run !== this.#run) return;
          const error =
            cause instanceof RealtimeError
              ? cause
              : new RealtimeError('CK202', 'pusher-js could not start', { cause });
          this.#schedule(error, 'pusher-js could not be loaded');
        },
      )
      .catch(rethrowLater);
  }

  #start(instance: PusherInstance): void {
    this.#startedAt = this.#host.timers.now();
    this.#watchAttempt();
    if (instance.port.connection.state === 'connected') this.#succeeded(instance);
    else this.#command(({ port }) => port.connect());
  }

  #watchAttempt(): void {
    const known = this.#handshakeTime === null ? firstLimit : this.#handshakeTime * 4;
    const limit = Math.min(
      limitRange.max,
      Math.max(limitRange.min, known) * 1.5 ** Math.min(this.#attempt, 8),
    );
    this.#limit.set(limit, () => {
      const error = new RealtimeError('CK204', `no answer from the server within ${Math.round(limit)} ms`);
      this.#abandon(error, 'the server does not answer');
    });
  }

  #succeeded(instance: PusherInstance): void {
    const now = this.#host.timers.now();
    this.#fault = null;
    this.#limit.clear();
    this.#retry.clear();
    this.#handshakeTime = now - this.#startedAt;
    this.#wasConnected = true;
    this.#connectedAt = now;
    this.#lastActivity = now;
    this.#liveness.start();
    const socketId = instance.port.connection.socket_id;
    this.#set({ state: 'connected', socketId });
    this.#host.onConnected(instance, socketId);
  }

  /** Ends the attempt or socket and plans the next. pusher-js's own retry timer dies with the disconnect. */
  #abandon(error: RealtimeError, reason: string): void {
    this.#command((instance) => instance.port.disconnect());
    this.#schedule(error, reason);
  }

  #schedule(error: RealtimeError, reason: string): void {
    this.#clearTimers();
    const delay = retryDelay(reconnectBackoff, this.#attempt, this.#host.timers);
    this.#attempt += 1;
    this.#set({
      state: this.#wasConnected ? 'reconnecting' : 'connecting',
      error,
      reason,
      retryAt: this.#host.timers.now() + delay,
    });
    this.#retry.set(delay, () => this.#attemptNow());
  }

  #lost(): void {
    if (this.#state !== 'connected') return;
    const { timers } = this.#host;
    this.#attempt = timers.now() - this.#connectedAt < stableAfter ? this.#attempt : 0;
    this.#liveness.stop();
    this.#set({ state: 'reconnecting', reason: 'the socket was lost', error: this.#lostError() });
    this.#host.onLost(this.#lastActivity);
  }

  #lostError(): RealtimeError {
    const fault = this.#fault;
    const why =
      fault && 'message' in fault
        ? `${fault.message}${fault.code === null ? '' : ` (${fault.code})`}`
        : 'the socket closed';
    return new RealtimeError('CK204', why);
  }

  #command(run: (instance: PusherInstance) => void): void {
    if (!this.#instance) return;
    this.#commanding = true;
    try {
      run(this.#instance);
    } finally {
      this.#commanding = false;
    }
  }

  /** pusher-js emits in the middle of its own state changes, so a command waits until it is done. */
  #after(action: () => void): void {
    const run = this.#run;
    queueMicrotask(() => {
      if (run === this.#run && this.#wanted) action();
    });
  }

  readonly #onEvent = (name: string, data: unknown): void => {
    switch (name) {
      case 'message':
        return this.#onMessage(data);
      case 'error':
        return this.#onError(data);
      case 'connected':
        if (this.#instance) this.#succeeded(this.#instance);
        return;
      case 'connecting':
        if (!this.#commanding) this.#onOwnAttempt();
        return;
      case 'connecting_in':
        return this.#onSocketGone();
      case 'disconnected':
        if (!this.#commanding) this.#onDisconnected();
        return;
      case 'failed':
        return this.#after(() =>
          this.#giveUp(new RealtimeError('CK205', 'this runtime offers no WebSocket')),
        );
    }
  };

  /** pusher-js tries by itself: at once after 4000, 42xx and a missing pong, or by a timer that a disconnect missed. */
  #onOwnAttempt(): void {
    this.#lost();
    if (this.#retry.isSet && this.#fault?.kind === 'busy') {
      return this.#after(() => this.#command(({ port }) => port.disconnect()));
    }
    this.#retry.clear();
    this.#startedAt = this.#host.timers.now();
    this.#watchAttempt();
  }

  /** The socket is gone, though pusher-js says "connected" for another second. */
  #onSocketGone(): void {
    this.#lost();
    const fault = this.#fault;
    if (fault?.kind === 'again') return;
    this.#after(() => {
      const busy = fault?.kind === 'busy';
      if (busy) this.#attempt = Math.max(this.#attempt, 3);
      this.#abandon(this.#lostError(), busy ? 'the server is over capacity' : 'the socket was lost');
    });
  }

  #onMessage(message: unknown): void {
    this.#lastActivity = this.#host.timers.now();
    this.#liveness.seen();
    const frame = readFrame(message);
    if (frame) return this.#host.onFrame(frame);
    const channel = (message as { channel?: unknown } | null)?.channel;
    defuse(message);
    this.#host.onMalformed(typeof channel === 'string' ? channel : null);
  }

  #onError(error: unknown): void {
    const fault = readFault(error);
    if (fault.kind === 'malformed') return this.#host.onMalformed(null);
    if (fault.kind === 'handshake') {
      // pusher-js would stay stuck for good.
      return this.#after(() =>
        this.#abandon(
          new RealtimeError('CK204', 'the first frame was no valid handshake'),
          'the server does not speak the protocol',
        ),
      );
    }
    if (this.#fault?.kind !== 'refused' || fault.kind === 'refused') this.#fault = fault;
  }

  #onDisconnected(): void {
    this.#lost();
    const fault = this.#fault;
    if (fault?.kind === 'refused') this.#giveUp(refusalError(fault));
    else this.close('closed', 'pusher-js was disconnected by the application');
  }

  #giveUp(error: RealtimeError): void {
    this.#lost();
    this.#clearTimers();
    this.#attempt = 0;
    this.#set({ state: 'failed', error, reason: 'the server refused the connection' });
  }

  #woke(cause: 'online' | 'visible'): void {
    if (this.#state === 'connected') this.#liveness.check();
    else if (this.#retry.isSet) this.#attemptNow();
    else if (cause === 'online' && this.#limit.isSet) {
      this.#command((instance) => instance.port.disconnect());
      this.#attemptNow();
    }
  }
}
