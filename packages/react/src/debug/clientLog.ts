import {
  type ClientEvent,
  type ConnectionSnapshot,
  type RealtimeClient,
  RealtimeError,
} from '@channelkit/core';
import { CK201 } from '@channelkit/core/internal';

/**
 * Logs the errors of a client to the browser's console, once per cause, with code, remedy and a link to the error's page. With `debug`
 * it logs everything. For development only: it is reached through `developmentLog.ts`.
 */
export class ClientLog {
  readonly #client: RealtimeClient;
  readonly #warned = new Set<string>();
  #state: string | null = null;
  #holders = 0;
  #stops: readonly (() => void)[] = [];
  /** Whether everything is logged. */
  debug = false;

  constructor(client: RealtimeClient) {
    this.#client = client;
  }

  /** Starts with the first of several providers; returns a function that stops it with the last. */
  start(): () => void {
    const { connection, user } = this.#client;
    if (this.#holders === 0) {
      this.#onConnection(connection.getSnapshot());
      this.#stops = [
        this.#client.observe((event) => this.#onEvent(event)),
        user.subscribe(() => this.warn(user.getSnapshot().error)),
      ];
    }
    this.#holders += 1;
    return () => {
      this.#holders -= 1;
      if (this.#holders > 0) return;
      for (const stop of this.#stops) stop();
      this.#stops = [];
    };
  }

  /** Warns of an error, unless it warned of the same cause on another channel or at an earlier attempt. */
  warn(error: RealtimeError | null, channel = ''): void {
    if (!error) return;
    const cause = channel === '' ? error.message : error.message.replaceAll(channel, '');
    if (this.#warned.has(cause)) return;
    this.#warned.add(cause);
    const place = channel === '' ? '' : `${channel}: `;
    console.warn(`[ChannelKit] ${place}${error.message}\n${pageOf(error)}`);
  }

  #onEvent(event: ClientEvent): void {
    if (event.type === 'connection') this.#onConnection(event.connection);
    if (event.type === 'status') this.warn(event.status.error, event.channel);
    if (event.type === 'invalid') this.warn(event.invalid.error, event.invalid.channel ?? '');
    const line = this.debug || isAskedFor() ? describe(event) : null;
    if (line !== null) console.info('[ChannelKit]', ...line);
  }

  #onConnection({ state, error }: ConnectionSnapshot): void {
    // A lost connection is retried: warn only of the first failure of an outage.
    if (state !== this.#state) this.warn(error);
    if (state === 'disabled') this.warn(new RealtimeError(CK201, 'the provider has a config without a key'));
    this.#state = state;
  }
}

/** `localStorage.channelkit = 'debug'` in the console turns the log on from the next event. */
function isAskedFor(): boolean {
  try {
    return localStorage.getItem('channelkit') === 'debug';
  } catch {
    // Storage may be forbidden here.
    return false;
  }
}

const pageOf = ({ code }: RealtimeError): string =>
  `https://github.com/example/channelkit/blob/main/docs/errors.md#${code.toLowerCase()}`;

/** The log entry of an event; null for none. */
function describe(event: ClientEvent): readonly unknown[] | null {
  switch (event.type) {
    case 'connection': {
      const { state, reason, socketId } = event.connection;
      return [`connection ${state}`, reason ?? socketId ?? ''];
    }
    case 'status':
      return [`${event.channel} ${event.status.status}`, event.status.reason ?? ''];
    case 'message':
      return [`${event.message.channel} event ${event.message.event}`, event.message.data];
    case 'unknown':
      return [`${event.channel} event ${event.event} is not in the contract, or has no listener`];
    case 'live':
      return event.gap
        ? [`${event.channel} live again; events since`, new Date(event.gap.since), 'may be missing']
        : null;
    case 'lost':
      return [
        `${event.channel} not live (${event.reason}): pages that can poll do so until it is live again`,
      ];
    case 'resumed': {
      const { channel, replayed, lost } = event;
      return [`${channel} resumed: ${replayed} replayed${lost ? ', and others are lost' : ''}`];
    }
    case 'hole':
      return [`${event.channel} misses an event before the one that arrived`];
    case 'duplicate':
      return [`${event.channel} event ${event.event} arrived once more, and was dropped`];
    case 'unlogged':
      return [`${event.channel} event ${event.event} did not come from the log`];
    case 'added':
      return [`${event.channel} held`];
    case 'removed':
      return [`${event.channel} no longer held`];
    case 'invalid':
      return null;
  }
}
