import type { ChannelLease, ConnectionState, ReadableStore, RealtimeClient } from '@channelkit/core';
import {
  Alarm,
  createSnapshotStore,
  NotifyQueue,
  type ReportError,
  rethrowLater,
  type WritableStore,
} from '@channelkit/core/internal';
import { acquireAll, areLive } from './channelInput.ts';
import { releaseLater } from './releaseLater.ts';

/** How a page gets its data: by events (`live`) or by polling; `connecting` until that is known. */
export type LiveMode = 'connecting' | 'live' | 'polling';

/** Whether channels are live, and whether to poll. */
export interface LiveState {
  /** All of the channels are live. */
  readonly isLive: boolean;
  /** `connecting` lasts until success, a final error or 3 s; a drop shorter than 3 s keeps the mode. */
  readonly mode: LiveMode;
}

/** How long a page waits for its channels before it polls, in milliseconds. */
const patience = 3_000;

const start: LiveState = { isLive: false, mode: 'connecting' };
const live: LiveState = { isLive: true, mode: 'live' };

const finalStates: readonly ConnectionState[] = ['disabled', 'failed', 'closed'];

/**
 * Subscribes to the channels of one wish and derives the mode of a page from them (10). Channels that others hold are known from the
 * start, so a change of pages does not pass through `connecting`. A page that hydrates starts as the server rendered it.
 */
export class LiveModeStore implements ReadableStore<LiveState> {
  readonly #client: RealtimeClient;
  readonly #wish: string;
  readonly #store: WritableStore<LiveState>;

  constructor(client: RealtimeClient, wish: string) {
    this.#client = client;
    this.#wish = wish;
    this.#store = createSnapshotStore(areLive(client, wish) ? live : start, new NotifyQueue(rethrowLater));
  }

  readonly getSnapshot = (): LiveState => this.#store.getSnapshot();
  readonly getServerSnapshot = (): LiveState => start;
  readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);

  /** Holds the channels until the returned function is called. */
  hold(report: ReportError): () => void {
    const client = this.#client;
    const { leases, isWhole } = acquireAll(client, this.#wish, report);
    const alarm = new Alarm(client.timers);
    const update = () => {
      if (isWhole) this.#update(client.connection.getSnapshot().state, leases, alarm);
      // An invalid channel never goes live.
      else this.#set(false, 'polling');
    };
    const stops = [client.connection, ...leases.map(({ status }) => status)].map((store) =>
      store.subscribe(update),
    );
    update();
    return () => {
      for (const stop of stops) stop();
      releaseLater(leases);
      alarm.clear();
    };
  }

  #update(connection: ConnectionState, leases: readonly ChannelLease[], alarm: Alarm): void {
    const states = leases.map(({ status }) => status.getSnapshot());
    if (states.length > 0 && states.every(({ isLive }) => isLive)) {
      alarm.clear();
      this.#set(true, 'live');
    } else if (finalStates.includes(connection) || states.some(({ status }) => status === 'failed')) {
      this.#set(false, 'polling');
    } else {
      this.#set(false, this.getSnapshot().mode);
      if (!alarm.isSet) alarm.set(patience, () => this.#set(false, 'polling'));
    }
  }

  #set(isLive: boolean, mode: LiveMode): void {
    const before = this.getSnapshot();
    if (before.isLive !== isLive || before.mode !== mode) this.#store.set({ isLive, mode });
  }
}
