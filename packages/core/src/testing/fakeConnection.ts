import { Alarm, type Timers } from '../timers.ts';
import { FakeDispatcher } from './fakeDispatcher.ts';
import type { FakeServer } from './fakeServer.ts';
import type { FakeSocket } from './fakeSocket.ts';

/** Times of pusher-js that matter to it, in milliseconds. */
export interface FakeConnectionOptions {
  readonly activityTimeout: number;
  readonly pongTimeout: number;
  readonly hasTransport: boolean;
}

const unavailableAfter = 10_000;
/** First wait for a connect that nobody answers, doubling up to the last. */
const attemptLimit = { first: 15_000, last: 60_000 };

type CloseAction = 'tls_only' | 'refused' | 'backoff' | 'retry' | null;

function closeAction(code: number): CloseAction {
  if (code < 4000) return code >= 1002 && code <= 1004 ? 'backoff' : null;
  if (code === 4000) return 'tls_only';
  if (code < 4100) return 'refused';
  if (code < 4200) return 'backoff';
  return code < 4300 ? 'retry' : 'refused';
}

const closeError = (code: number, message: string): object | null =>
  code === 1000 || code === 1001 ? null : { type: 'PusherError', data: { code, message } };

interface DecodedFrame {
  event: string;
  channel: string | undefined;
  data: unknown;
  user_id?: string;
}

function decode(text: string): DecodedFrame {
  const { event, channel, data, user_id } = JSON.parse(text) as DecodedFrame;
  let value = data;
  if (typeof data === 'string') {
    try {
      value = JSON.parse(data);
    } catch {
      // Text that is no JSON stays text.
    }
  }
  return { event, channel, data: value, ...(user_id ? { user_id } : {}) };
}

/**
 * pusher-js's connection with its traps: the state stays `connected` for a second after the socket died; a refused
 * connect is silence until a timer of 15, 30, 60 s; 4100–4199 retry every second for good, 4200–4299 and 4000 at once, 4001–4099
 * and 4300 up never; a first frame that is no handshake leaves it stuck until `disconnect()`; errors with an
 * action are emitted twice; the socket id outlives its socket; frames to a half-open socket are lost without a word.
 */
export class FakeConnection extends FakeDispatcher {
  state = 'initialized';
  socket_id = '';
  readonly #server: FakeServer;
  readonly #timers: Timers;
  readonly #options: FakeConnectionOptions;
  readonly #unavailable: Alarm;
  readonly #activity: Alarm;
  readonly #attempt: Alarm;
  /** pusher-js forgets earlier retry timers without clearing them, so there may be several. */
  #retryHandle: unknown = null;
  #socket: FakeSocket | null = null;
  /** Ends the attempt that runs; also set while it is stuck. */
  #runner: (() => void) | null = null;
  #activityTimeout = 0;

  constructor(server: FakeServer, options: FakeConnectionOptions) {
    super();
    this.#server = server;
    this.#timers = server.timers;
    this.#options = options;
    this.#unavailable = new Alarm(server.timers);
    this.#activity = new Alarm(server.timers);
    this.#attempt = new Alarm(server.timers);
  }

  connect(): void {
    if (this.#socket || this.#runner) return;
    if (!this.#options.hasTransport) return this.#updateState('failed');
    this.#updateState('connecting');
    this.#startConnecting(attemptLimit.first);
    this.#unavailable.set(unavailableAfter, () => this.#updateState('unavailable'));
  }

  disconnect(): void {
    this.#disconnectInternally();
    this.#updateState('disconnected');
  }

  send_event(event: string, data: unknown, channel?: string): boolean {
    const socket = this.#socket;
    if (!socket) return false;
    socket.send({ event, data, ...(channel === undefined ? {} : { channel }) });
    return true;
  }

  #startConnecting(limit: number): void {
    let isOpening = true;
    let opened: FakeSocket | null = null;
    const abort = this.#server.connect({
      onOpen: (socket) => {
        opened = socket;
      },
      onMessage: (text) => {
        if (!isOpening) return this.#onMessage(text);
        isOpening = false;
        this.#attempt.clear();
        this.#onHandshake(text, opened as FakeSocket);
      },
      onClosed: (code, reason) => {
        if (!isOpening) return this.#onClosed(code, reason);
        isOpening = false;
        this.#attempt.clear();
        this.#runner = null;
        this.#act(closeAction(code) ?? 'backoff', closeError(code, reason));
      },
    });
    this.#runner = () => {
      this.#attempt.clear();
      if (isOpening) abort();
      isOpening = false;
    };
    this.#attempt.set(limit, () => {
      abort();
      this.#startConnecting(Math.min(limit * 2, attemptLimit.last));
    });
  }

  #onHandshake(text: string, socket: FakeSocket): void {
    let frame: DecodedFrame | null = null;
    try {
      frame = decode(text);
    } catch {
      // Answered like every first frame that is no handshake.
    }
    const fields = (frame?.data ?? {}) as Record<string, unknown>;
    if (frame?.event === 'pusher:connection_established' && fields.activity_timeout) {
      this.#runner = null;
      this.#activityTimeout = Math.min(
        this.#options.activityTimeout,
        Number(fields.activity_timeout) * 1_000,
      );
      this.#unavailable.clear();
      this.#socket = socket;
      this.#resetActivity();
      this.socket_id = String(fields.socket_id);
      return this.#updateState('connected', { socket_id: this.socket_id });
    }
    if (frame?.event === 'pusher:error') {
      this.#runner = null;
      this.#act(closeAction(Number(fields.code)), closeError(Number(fields.code), String(fields.message)));
    } else this.emit('error', { type: 'HandshakeError', error: 'Invalid handshake' });
    socket.abort();
  }

  #onMessage(text: string): void {
    let frame: DecodedFrame;
    try {
      frame = decode(text);
    } catch (error) {
      this.emit('error', { type: 'MessageParseError', error, data: text });
      return;
    }
    if (frame.event === 'pusher:error') this.emit('error', { type: 'PusherError', data: frame.data });
    if (frame.event === 'pusher:ping') this.send_event('pusher:pong', {});
    this.#resetActivity();
    this.emit('message', frame);
  }

  #onClosed(code: number, reason: string): void {
    const error = closeError(code, reason);
    if (error) this.emit('error', error);
    const action = closeAction(code);
    if (action) this.#act(action, error);
    // A refusal has let go of the socket by now.
    if (!this.#socket) return;
    this.#abandon();
    if (this.state === 'connecting' || this.state === 'connected') this.#retryIn(1_000);
  }

  #act(action: CloseAction, error: object | null): void {
    if (error) this.emit('error', { type: 'WebSocketError', error });
    if (action === 'refused') this.disconnect();
    else if (action === 'backoff') this.#retryIn(1_000);
    else if (action) this.#retryIn(0);
  }

  #retryIn(delay: number): void {
    if (delay > 0) this.emit('connecting_in', Math.round(delay / 1_000));
    this.#retryHandle = this.#timers.setTimeout(() => {
      this.#disconnectInternally();
      this.connect();
    }, delay);
  }

  #disconnectInternally(): void {
    this.#runner?.();
    this.#runner = null;
    this.#timers.clearTimeout(this.#retryHandle);
    this.#unavailable.clear();
    this.#abandon()?.abort();
  }

  #abandon(): FakeSocket | null {
    const socket = this.#socket;
    this.#socket = null;
    if (socket) this.#activity.clear();
    return socket;
  }

  #resetActivity(): void {
    this.#activity.set(this.#activityTimeout, () => {
      this.send_event('pusher:ping', {});
      this.#activity.set(this.#options.pongTimeout, () => this.#retryIn(0));
    });
  }

  #updateState(state: string, data?: unknown): void {
    const previous = this.state;
    this.state = state;
    if (previous === state) return;
    this.emit('state_change', { previous, current: state });
    this.emit(state, data);
  }
}
