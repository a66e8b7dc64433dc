import type { ReadableStore } from '@channelkit/core';
import type { Hold } from './leaseObserver.ts';
import { type ChannelListItem, StatusObserver } from './statusObserver.ts';

/** Several channels as one store. When one item changes, the others keep their identity. */
export function createChannelList(holds: readonly Hold[]): ReadableStore<readonly ChannelListItem[]> {
  const observers = holds.map((hold) => new StatusObserver(hold));
  const atServer = keepList(() => observers.map((observer) => observer.getServerSnapshot()));
  return {
    getSnapshot: keepList(() => observers.map((observer) => observer.getSnapshot())),
    getServerSnapshot: atServer,
    subscribe(notify) {
      const stops = observers.map((observer) => observer.subscribe(notify));
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

/** Keeps the list's identity while its items are the same. */
function keepList<T>(read: () => readonly T[]): () => readonly T[] {
  let last: readonly T[] | null = null;
  return () => {
    const next = read();
    if (!last || next.some((item, index) => item !== last?.[index])) last = next;
    return last;
  };
}
