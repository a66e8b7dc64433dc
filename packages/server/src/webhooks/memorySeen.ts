import type { Awaitable } from '../awaitable.ts';

/** Remembers which webhook events were handled. With several processes, back it with a store that they share. */
export interface SeenEvents {
  has(id: string): Awaitable<boolean>;
  /** Called after the event's handler succeeded. An id may be forgotten after ten minutes. */
  add(id: string): Awaitable<unknown>;
}

/** A {@link SeenEvents} in memory, for one process. Forgets ids after ten minutes, and the oldest ones over `limit`. */
export function memorySeen({ limit = 10_000 }: { readonly limit?: number } = {}): SeenEvents {
  const lifetime = 600_000;
  const times = new Map<string, number>();
  return {
    has: (id) => (times.get(id) ?? Number.NEGATIVE_INFINITY) > Date.now() - lifetime,
    add: (id) => {
      times.delete(id);
      times.set(id, Date.now());
      // A Map iterates in insertion order, so the oldest come first.
      for (const oldest of times.keys()) {
        if (times.size <= limit) break;
        times.delete(oldest);
      }
    },
  };
}
