/** A payload of an event that arrives at least once: a repetition has the same id. */
export interface Repeatable {
  readonly eventId?: string | undefined;
}

/** Tells whether an event is met for the first time, by the last `size` ids; one without an id always is. */
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
