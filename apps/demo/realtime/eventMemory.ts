/** The payload of an event with at-least-once delivery: a repeated event has the same id. */
export interface Repeatable {
  readonly eventId?: string | undefined;
}

/** Returns whether an event is new, by the last `size` ids. An event without an id is always new. */
export function createEventMemory(size = 200): (event: Repeatable) => boolean {
  const ids = new Set<string>();
  return ({ eventId }) => {
    if (eventId === undefined) return true;
    if (ids.has(eventId)) return false;
    ids.add(eventId);
    const [oldest] = ids;
    if (ids.size > size && oldest !== undefined) ids.delete(oldest);
    return true;
  };
}
