import type { Connection } from '../connection.ts';
import { rethrowLater } from '../emitter.ts';
import type { ConnectionDriver as ConnectionDriverPort } from '../enginePort.ts';
import { CK202 } from '../errorCodes/early.ts';
import { CK204, CK205 } from '../errorCodes/engine.ts';
import { RealtimeError } from '../errors.ts';
import type { PusherInstance } from '../pusherPort.ts';
import { Alarm, type Timers } from '../timers.ts';
import { type ConnectionFault, faultError, faultReason, refusalError } from './connectionFault.ts';
import type { Frame } from './frames.ts';
import { Liveness } from './liveness.ts';
import { PusherSocket, type SocketListener } from './pusherSocket.ts';
import { ReconnectSchedule } from './reconnectSchedule.ts';
import { onWake, type WakeCause } from './wake.ts';

/** What the driver needs from its engine. */
export interface ConnectionDriverHost {
  readonly timers: Timers;
  /** Where it shows how it goes. */
  readonly connection: Connection;
  /** Loads what is needed; the result makes the instance, or takes an idle one. */
  load(): Promise<() => PusherInstance>;
  /** Gets an instance back that is disconnected and no longer listened to. */
  giveBack(instance: PusherInstance): void;
  onConnected(instance: PusherInstance, socketId: string): void;
  /** The socket is gone; events from `since` on may be missing. */
  onLost(since: number): void;
  onFrame(frame: Frame): void;
  /** A frame could not be read; its channel is unknown unless given. */
  onMalformed(channel: string | null): void;
  /** Whether a channel is held, so that nobody else may leave it. */
  isHeld(channel: string): boolean;
}

type Phase =
  /** No socket is wanted. */
  | 'closed'
  /** An attempt runs or is planned. */
  | 'trying'
  /** There is a good socket. */
  | 'up'
  /** Given up until `open`. */
  | 'failed';

/**
 * Owns the pusher-js instance of a client: opens and closes it, keeps our own reconnect schedule over pusher-js's
 * (whose attempts can be 14 s apart), notices dead sockets and tells the truth in one snapshot.
 */
export class ConnectionDriver implements ConnectionDriverPort {
  readonly #host: ConnectionDriverHost;
  readonly #connection: Connection;
  readonly #schedule: ReconnectSchedule;
  readonly #retry: Alarm;
  readonly #limit: Alarm;
  readonly #liveness: Liveness;
  readonly #listener: SocketListener;
  #socket: PusherSocket | null = null;
  #stopWake: (() => void) | null = null;
  /** The snapshot follows a moment later. */
  #phase: Phase = 'closed';
  /** Grows with every attempt, plan and end; what belongs to an older one is ignored. */
  #run = 0;
  #wasConnected = false;
  #lastActivity = 0;

  constructor(host: ConnectionDriverHost) {
    this.#host = host;
    this.#connection = host.connection;
    this.#schedule = new ReconnectSchedule(host.timers);
    this.#retry = new Alarm(host.timers);
    this.#limit = new Alarm(host.timers);
    this.#liveness = new Liveness(host.timers, {
      ping: () => this.#socket?.ping() === true,
      onDead: () => this.renew('the socket gave no sign of life'),
    });
    this.#listener = {
      onConnected: (socketId) => this.#succeeded(socketId),
      onGone: (fault) => this.#onGone(fault),
      onOwnAttempt: () => this.#onOwnAttempt(),
      onDisconnected: (fault) => this.#onDisconnected(fault),
      onUnsupported: () => this.#after(() => this.#onUnsupported()),
      onFrame: (frame) => host.onFrame(frame),
      onActivity: () => {
        this.#lastActivity = host.timers.now();
        this.#liveness.seen();
      },
      onMalformed: (channel) => host.onMalformed(channel),
      isHeld: (channel) => host.isHeld(channel),
    };
  }

  /** When the socket gave its last sign of life: what was sent before has arrived. */
  get lastActivity(): number {
    return this.#lastActivity;
  }

  open(): void {
    if (this.#phase === 'up' || (this.#phase === 'trying' && !this.#retry.isSet)) return;
    this.#stopWake ??= onWake((cause) => this.#woke(cause));
    this.#attemptNow();
  }

  hurry(): void {
    if (this.#phase !== 'closed') this.open();
  }

  close(state: 'idle' | 'closed', reason: string | null): void {
    const wasUp = this.#phase === 'up';
    const run = ++this.#run;
    this.#phase = 'closed';
    this.#schedule.reset();
    this.#wasConnected = false;
    this.#stopWake?.();
    this.#stopWake = null;
    this.#clearTimers();
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.release(state === 'closed', this.#host.timers);
      this.#host.giveBack(socket.instance);
    }
    if (wasUp) this.#host.onLost(this.#lastActivity);
    if (run === this.#run) this.#connection.set({ state, reason });
  }

  renew(reason: string): void {
    if (this.#phase !== 'up') return;
    const run = this.#run;
    this.#lost(new RealtimeError(CK204, reason), reason);
    // A listener may have closed it.
    if (run !== this.#run) return;
    this.#socket?.disconnect();
    this.#attemptNow();
  }

  #clearTimers(): void {
    this.#retry.clear();
    this.#limit.clear();
    this.#liveness.stop();
  }

  /** The state while there is no socket. */
  get #trying(): 'reconnecting' | 'connecting' {
    return this.#wasConnected ? 'reconnecting' : 'connecting';
  }

  #attemptNow(): void {
    this.#retry.clear();
    this.#phase = 'trying';
    const run = ++this.#run;
    const { error } = this.#connection.store.getSnapshot();
    this.#connection.set({
      state: this.#trying,
      error,
      reason: this.#schedule.attempt > 0 ? 'trying again' : null,
    });
    if (run !== this.#run) return;
    if (this.#socket) return this.#start(this.#socket);
    this.#host
      .load()
      .then((make) => {
        if (run !== this.#run) return;
        this.#socket = new PusherSocket(make(), this.#listener);
        this.#start(this.#socket);
      })
      .catch((cause: unknown) => {
        if (run !== this.#run) return;
        const error =
          cause instanceof RealtimeError
            ? cause
            : new RealtimeError(CK202, 'pusher-js could not start', { cause });
        this.#plan(error, 'pusher-js could not be loaded');
      })
      .catch(rethrowLater);
  }

  #start(socket: PusherSocket): void {
    this.#watchAttempt();
    if (socket.isConnected) this.#succeeded(socket.instance.port.connection.socket_id);
    else socket.connect();
  }

  #watchAttempt(): void {
    const limit = this.#schedule.begin();
    this.#limit.set(limit, () => {
      const error = new RealtimeError(CK204, `no answer from the server within ${Math.round(limit)} ms`);
      this.#abandon(error, 'the server does not answer');
    });
  }

  #succeeded(socketId: string): void {
    const socket = this.#socket;
    if (!socket) return;
    const run = ++this.#run;
    this.#clearTimers();
    this.#schedule.connected();
    this.#wasConnected = true;
    this.#phase = 'up';
    this.#lastActivity = this.#host.timers.now();
    this.#liveness.start();
    this.#connection.set({ state: 'connected', socketId });
    if (run === this.#run) this.#host.onConnected(socket.instance, socketId);
  }

  /** Ends the attempt or socket and plans the next. pusher-js's own retry timer dies with the disconnect. */
  #abandon(error: RealtimeError, reason: string, isBusy = false): void {
    this.#socket?.disconnect();
    this.#plan(error, reason, isBusy);
  }

  #plan(error: RealtimeError, reason: string, isBusy = false): void {
    this.#clearTimers();
    this.#phase = 'trying';
    this.#run += 1;
    const delay = this.#schedule.next(isBusy);
    this.#retry.set(delay, () => this.#attemptNow());
    this.#connection.set({ state: this.#trying, error, reason, retryAt: this.#host.timers.now() + delay });
  }

  /** The socket is gone; true when it had held long enough to begin afresh. */
  #lost(error: RealtimeError, reason: string): boolean {
    if (this.#phase !== 'up') return false;
    this.#phase = 'trying';
    const run = this.#run;
    const wasStable = this.#schedule.lost();
    // The channels first: nobody sees one live beside a connection that is not.
    this.#host.onLost(this.#lastActivity);
    if (run === this.#run) this.#connection.set({ state: 'reconnecting', reason, error });
    return wasStable;
  }

  /** pusher-js emits in the middle of its own state changes, so a command waits until it is done. */
  #after(action: () => void): void {
    const run = this.#run;
    queueMicrotask(() => {
      if (run === this.#run) action();
    });
  }

  #onGone(fault: ConnectionFault | null): void {
    const error = faultError(fault);
    const run = this.#run;
    const wasStable = this.#lost(error, 'the socket was lost');
    // A listener has closed it, or opened another.
    if (run !== this.#run) return;
    // pusher-js is back in a moment; a server that does it over and over is not followed.
    if (fault?.kind === 'again' && wasStable) return;
    this.#after(() => this.#abandon(error, faultReason(fault), fault?.kind === 'busy'));
  }

  #onOwnAttempt(): void {
    if (this.#retry.isSet) return this.#after(() => this.#socket?.disconnect());
    const run = this.#run;
    this.#lost(new RealtimeError(CK204, 'a ping was not answered'), 'the socket was lost');
    if (run === this.#run) this.#watchAttempt();
  }

  #onDisconnected(fault: ConnectionFault | null): void {
    if (fault?.kind === 'refused') this.#giveUp(refusalError(fault), 'the server refused the connection');
    else this.close('closed', 'pusher-js was disconnected by the application');
  }

  #onUnsupported(): void {
    this.#giveUp(new RealtimeError(CK205, 'this runtime offers no WebSocket'), 'no WebSocket can be opened');
  }

  #giveUp(error: RealtimeError, reason: string): void {
    const run = ++this.#run;
    this.#clearTimers();
    this.#lost(error, reason);
    if (run !== this.#run) return;
    this.#phase = 'failed';
    this.#schedule.reset();
    this.#connection.set({ state: 'failed', error, reason });
  }

  #woke(cause: WakeCause): void {
    if (this.#phase === 'up') this.#liveness.check();
    else if (cause === 'offline') return;
    else if (this.#retry.isSet) this.#attemptNow();
    else if (cause === 'online' && this.#limit.isSet) {
      this.#socket?.disconnect();
      this.#attemptNow();
    }
  }
}
