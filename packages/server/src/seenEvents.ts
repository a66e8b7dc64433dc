import type { Awaitable } from './endpoint.ts';

/** Remembers which webhook events were handled; back it with a shared store where several processes answer. */
export interface SeenEvents {
  has(id: string): Awaitable<boolean>;
  /** Called after the event's handler succeeded. An id is of no use after ten minutes. */
  add(id: string): Awaitable<unknown>;
}

/** A {@link SeenEvents} in memory, for one process: drops ids after ten minutes, and the oldest beyond `limit`. */
export function memorySeen({ limit = 10_000 }: { readonly limit?: number } = {}): SeenEvents {
  const lifetime = 600_000;
  const times = new Map<string, number>();
  return {
    has: (id) => (times.get(id) ?? Number.NEGATIVE_INFINITY) > Date.now() - lifetime,
    add: (id) => {
      times.delete(id);
      times.set(id, Date.now());
      // A Map lists in the order of insertion, so the oldest come first.
      for (const [oldest, time] of times) {
        if (times.size <= limit && time > Date.now() - lifetime) break;
        times.delete(oldest);
      }
    },
  };
}
