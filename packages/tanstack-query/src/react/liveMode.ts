import type { ChannelLease, ConnectionState, ReadableStore, RealtimeClient } from '@channelkit/core';
import {
  Alarm,
  createSnapshotStore,
  type ReportError,
  rethrowLater,
  type WritableStore,
} from '@channelkit/core/internal';
import { acquireAll, areLive } from './channelInput.ts';
import { releaseLater } from './releaseLater.ts';

/** How a page gets its data: `connecting` until it is known, then pushed or polled. */
export type LiveMode = 'connecting' | 'live' | 'polling';

/** Whether channels are live, and what follows from it for polling. */
export interface LiveState {
  /** All of the channels are live at this moment. */
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
 * Holds one wish and tells in which mode its channels put a page (10). What others hold already is known before, so that a swap
 * of pages shows no detour; a page that hydrates begins as the server rendered it.
 */
export class LiveModeStore implements ReadableStore<LiveState> {
  readonly #client: RealtimeClient;
  readonly #wish: string;
  readonly #store: WritableStore<LiveState>;

  constructor(client: RealtimeClient, wish: string) {
    this.#client = client;
    this.#wish = wish;
    this.#store = createSnapshotStore(areLive(client, wish) ? live : start, rethrowLater);
  }

  readonly getSnapshot = (): LiveState => this.#store.getSnapshot();
  readonly getServerSnapshot = (): LiveState => start;
  readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);

  /** Holds the channels until the returned release. */
  hold(report: ReportError): () => void {
    const client = this.#client;
    const { leases, isWhole } = acquireAll(client, this.#wish, report);
    const alarm = new Alarm(client.timers);
    const update = () => {
      if (isWhole) this.#update(client.connection.getSnapshot().state, leases, alarm);
      // What was refused will never be live.
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
