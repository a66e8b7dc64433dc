import type { ClientContext } from '../context.ts';
import { CK202 } from '../errors/beforeSocket.ts';
import { RealtimeError } from '../errors/realtimeError.ts';
import { CK203, CK204, CK205 } from '../errors/withSocket.ts';
import { Alarm } from '../lib/timers.ts';
import type { CloseReason } from '../transport/closeReason.ts';
import { type Frame, readFrame } from '../transport/frame.ts';
import type { Transport, TransportListener } from '../transport/transport.ts';
import type { Connection, ConnectionDriver } from './connection.ts';
import { ReconnectSchedule } from './reconnectSchedule.ts';
import { SocketSession } from './socketSession.ts';
import { onWake, type WakeCause, WakeCheck } from './wakeCheck.ts';

/** What works on a socket. */
export interface SocketListener {
  onOpened(session: SocketSession): void;
  /** The socket is gone. Events from `since` on may have been missed. */
  onLost(since: number): void;
  onFrame(frame: Frame): void;
  /** A frame could not be read; null if not even its channel could. */
  onMalformed(channel: string | null): void;
}

type Phase =
  /** No socket is wanted. */
  | 'closed'
  /** The application closed the instance that it shares; only it opens it again. */
  | 'suspended'
  /** An attempt runs or is planned. */
  | 'trying'
  /** There is a good socket. */
  | 'up'
  /** Given up until `open()`. */
  | 'failed';

const reasonTexts: Partial<Record<CloseReason['kind'], string>> = {
  busy: 'the server is over capacity',
  handshake: 'the server does not speak the protocol',
};

function errorOf({ kind, message, code }: CloseReason): RealtimeError {
  const detail = code === null ? message : `${message} (${code})`;
  if (kind === 'unsupported') return new RealtimeError(CK205, detail);
  if (kind !== 'refused') return new RealtimeError(CK204, detail);
  const options = code === 4000 ? { remedy: 'The server accepts TLS only: leave out `tls: false`.' } : {};
  return new RealtimeError(CK203, `the server closed with ${detail}`, options);
}

/** Opens the transport, keeps it open, notices when it is dead and tries again by one schedule. */
export class Reconnector implements ConnectionDriver {
  readonly #context: ClientContext;
  readonly #connection: Connection;
  readonly #load: (listener: TransportListener) => Promise<Transport>;
  readonly #listener: SocketListener;
  readonly #schedule: ReconnectSchedule;
  readonly #retry: Alarm;
  readonly #limit: Alarm;
  readonly #wakeCheck: WakeCheck;
  #transport: Transport | null = null;
  #session: SocketSession | null = null;
  #stopWake: (() => void) | null = null;
  #phase: Phase = 'closed';
  /** Counts loads and closings: a load that arrives later than either is ignored. */
  #generation = 0;
  #wasConnected = false;

  /** @param load - Makes the transport; may load code first. */
  constructor(
    context: ClientContext,
    connection: Connection,
    wiring: {
      readonly load: (listener: TransportListener) => Promise<Transport>;
      readonly listener: SocketListener;
    },
  ) {
    const { timers } = context;
    this.#context = context;
    this.#connection = connection;
    this.#load = wiring.load;
    this.#listener = wiring.listener;
    this.#schedule = new ReconnectSchedule(timers);
    this.#retry = new Alarm(timers);
    this.#limit = new Alarm(timers);
    this.#wakeCheck = new WakeCheck(timers, {
      ping: () => this.#transport?.send('pusher:ping', {}) === true,
      onDead: () => this.renew('the socket gave no sign of life'),
    });
  }

  open(): void {
    if (this.#phase === 'up' || (this.#phase === 'trying' && !this.#retry.isSet)) return;
    this.#stopWake ??= onWake((cause) => this.#context.queue.batch(() => this.#onWake(cause)));
    this.#attempt();
  }

  hurry(): void {
    if (this.#phase !== 'closed' && this.#phase !== 'suspended') this.open();
  }

  close(state: 'idle' | 'closed', reason: string | null): void {
    const session = this.#session;
    this.#generation += 1;
    this.#phase = 'closed';
    this.#session = null;
    this.#schedule.reset();
    this.#wasConnected = false;
    this.#stopWake?.();
    this.#stopWake = null;
    this.#clearTimers();
    if (session) this.#listener.onLost(session.lastActivity);
    if (state === 'closed') this.#transport?.close();
    this.#transport?.release();
    this.#transport = null;
    this.#connection.set({ state, reason });
  }

  renew(reason: string): void {
    if (this.#phase !== 'up') return;
    this.#onLost(new RealtimeError(CK204, reason), reason);
    this.#transport?.close();
    this.#attempt();
  }

  #clearTimers(): void {
    this.#retry.clear();
    this.#limit.clear();
    this.#wakeCheck.stop();
  }

  /** The state while there is no socket. */
  get #stateWithoutSocket(): 'reconnecting' | 'connecting' {
    return this.#wasConnected ? 'reconnecting' : 'connecting';
  }

  #attempt(): void {
    this.#retry.clear();
    this.#phase = 'trying';
    const { error } = this.#connection.snapshot;
    const reason = this.#schedule.attempt > 0 ? 'trying again' : null;
    this.#connection.set({ state: this.#stateWithoutSocket, error, reason });
    if (this.#transport) return this.#start(this.#transport);
    this.#generation += 1;
    const generation = this.#generation;
    const { queue } = this.#context;
    this.#load(this.#transportListener(generation)).then(
      (transport) =>
        queue.batch(() => {
          if (generation !== this.#generation) return;
          this.#transport = transport;
          try {
            this.#start(transport);
          } catch (cause) {
            this.#transport = null;
            this.#retryLoad(cause);
          }
        }),
      (cause: unknown) =>
        queue.batch(() => {
          if (generation === this.#generation) this.#retryLoad(cause);
        }),
    );
  }

  #retryLoad(cause: unknown): void {
    const known =
      cause instanceof RealtimeError ? cause : new RealtimeError(CK202, 'it could not start', { cause });
    this.#retryLater(known, 'the transport could not be loaded');
  }

  /** Starts an attempt, and ends it when it takes too long. */
  #start(transport: Transport): void {
    const limit = this.#schedule.begin();
    this.#limit.set(limit, () => {
      transport.close();
      const error = new RealtimeError(CK204, `no answer from the server within ${Math.round(limit)} ms`);
      this.#retryLater(error, 'the server does not answer');
    });
    transport.open();
  }

  /** What a transport reports counts while the client still uses it. Each report is a batch. */
  #transportListener(generation: number): TransportListener {
    const { queue } = this.#context;
    const whileUsed = (change: () => void) => {
      if (generation === this.#generation) queue.batch(change);
    };
    return {
      onOpened: (socketId) => whileUsed(() => this.#onOpened(socketId)),
      onClosed: (reason) => whileUsed(() => this.#onClosed(reason)),
      onFrame: (frame) => whileUsed(() => this.#onFrame(frame)),
    };
  }

  #onOpened(socketId: string): void {
    const transport = this.#transport;
    if (!transport || this.#phase === 'up') return;
    this.#clearTimers();
    this.#schedule.connected();
    this.#wasConnected = true;
    this.#phase = 'up';
    this.#session = new SocketSession(transport, socketId, this.#context.timers);
    this.#wakeCheck.start();
    // An id that stands for several tabs must not exclude all of them from what one of them sends.
    this.#connection.set({ state: 'connected', socketId: transport.isShared ? null : socketId });
    this.#listener.onOpened(this.#session);
  }

  #onFrame(message: unknown): void {
    const session = this.#session;
    if (!session) return;
    const frame = readFrame(message);
    if (!frame?.isLocal) {
      session.lastActivity = this.#context.timers.now();
      this.#wakeCheck.seen();
    }
    if (frame) return this.#listener.onFrame(frame);
    const channel = (message as { channel?: unknown } | null | undefined)?.channel;
    this.#listener.onMalformed(typeof channel === 'string' ? channel : null);
  }

  #onClosed(reason: CloseReason): void {
    if ((this.#phase !== 'trying' && this.#phase !== 'up') || this.#retry.isSet) return;
    const error = errorOf(reason);
    const wasStable = this.#onLost(error, 'the socket was lost');
    switch (reason.kind) {
      case 'refused':
        return this.#giveUp(error, 'the server refused the connection');
      case 'unsupported':
        return this.#giveUp(error, 'no WebSocket can be opened');
      case 'application':
        return this.#suspend(reason.message);
      case 'reconnect':
        // At once, but a server that does it over and over is not followed.
        return this.#retryLater(error, 'the server asked for a new connection', wasStable ? 0 : undefined);
      default:
        return this.#retryLater(
          error,
          reasonTexts[reason.kind] ?? 'the socket was lost',
          this.#schedule.next(reason.kind === 'busy'),
        );
    }
  }

  /** The socket is gone; returns whether it had lasted long enough to begin the schedule afresh. */
  #onLost(error: RealtimeError, reason: string): boolean {
    const session = this.#session;
    if (!session) return false;
    this.#session = null;
    this.#phase = 'trying';
    const wasStable = this.#schedule.lost();
    this.#listener.onLost(session.lastActivity);
    this.#connection.set({ state: 'reconnecting', reason, error });
    return wasStable;
  }

  #retryLater(error: RealtimeError, reason: string, delay: number = this.#schedule.next(false)): void {
    this.#clearTimers();
    this.#phase = 'trying';
    this.#retry.set(delay, () => this.#attempt());
    const retryAt = this.#context.timers.now() + delay;
    this.#connection.set({ state: this.#stateWithoutSocket, error, reason, retryAt });
  }

  #giveUp(error: RealtimeError, reason: string): void {
    this.#clearTimers();
    this.#phase = 'failed';
    this.#schedule.reset();
    this.#connection.set({ state: 'failed', error, reason });
  }

  #suspend(reason: string): void {
    this.#clearTimers();
    this.#phase = 'suspended';
    this.#schedule.reset();
    this.#wasConnected = false;
    this.#connection.set({ state: 'closed', reason });
  }

  #onWake(cause: WakeCause): void {
    if (this.#phase === 'up') this.#wakeCheck.check();
    else if (cause === 'offline') return;
    else if (this.#retry.isSet) this.#attempt();
    else if (cause === 'online' && this.#limit.isSet) {
      this.#transport?.close();
      this.#attempt();
    }
  }
}
