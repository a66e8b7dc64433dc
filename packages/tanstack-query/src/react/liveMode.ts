import type { ChannelLease, ConnectionState, ReadableStore, RealtimeClient } from '@channelkit/core';
import { Alarm, createSnapshotStore, type ReportError, rethrowLater } from '@channelkit/core/internal';
import { acquireAll } from './channelInput.ts';
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

const finalStates: readonly ConnectionState[] = ['disabled', 'failed', 'closed'];

/** Holds a list of channels and tells in which mode they put a page (10). */
export class LiveModeStore implements ReadableStore<LiveState> {
  readonly #store = createSnapshotStore<LiveState>(start, rethrowLater);
  #wish = '';

  readonly getSnapshot = (): LiveState => this.#store.getSnapshot();
  readonly getServerSnapshot = (): LiveState => start;
  readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);

  /** Holds the channels until the returned release; another wish than before begins as `connecting`. */
  hold(client: RealtimeClient, wish: string, report: ReportError): () => void {
    if (wish !== this.#wish) this.#set(false, 'connecting');
    this.#wish = wish;
    const { leases, isWhole } = acquireAll(client, wish, report);
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
      alarm.clear();
      this.#set(false, 'polling');
    } else {
      const { mode } = this.getSnapshot();
      this.#set(false, mode);
      if (mode !== 'polling' && !alarm.isSet) alarm.set(patience, () => this.#set(false, 'polling'));
    }
  }

  #set(isLive: boolean, mode: LiveMode): void {
    const before = this.getSnapshot();
    if (before.isLive !== isLive || before.mode !== mode) this.#store.set({ isLive, mode });
  }
}
