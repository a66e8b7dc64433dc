import type { ReadableStore, RealtimeClient } from '@channelkit/core';

/** Observes which watched users are online, for one hook. */
export class WatchlistObserver implements ReadableStore<readonly string[]> {
  readonly #client: RealtimeClient;
  #online: readonly string[] = nobody;
  #userId: string | null;
  #handler: ((change: WatchlistChange) => void) | undefined;

  constructor(client: RealtimeClient) {
    this.#client = client;
    this.#userId = client.user.getSnapshot().id;
  }

  /** Takes the handler of the last committed render. */
  take(handler: ((change: WatchlistChange) => void) | undefined): void {
    this.#handler = handler;
  }

  readonly getSnapshot = (): readonly string[] => {
    const { id } = this.#client.user.getSnapshot();
    // Another user has another watchlist.
    if (id !== this.#userId) this.#online = nobody;
    this.#userId = id;
    return this.#online;
  };

  readonly getServerSnapshot = (): readonly string[] => nobody;

  readonly subscribe = (notify: () => void): (() => void) => {
    const { user } = this.#client;
    const stops = [
      user.subscribe(notify),
      user.onWatchlist((change) => {
        const others = this.getSnapshot().filter((id) => !change.userIds.includes(id));
        this.#online = change.name === 'online' ? [...others, ...change.userIds] : others;
        notify();
        this.#handler?.(change);
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  };
}

/** Watched users who came online or went offline. */
export interface WatchlistChange {
  readonly name: 'online' | 'offline';
  readonly userIds: readonly string[];
}

const nobody: readonly string[] = [];
