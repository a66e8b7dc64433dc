import * as React from 'react';

/** The parts of a key; the same if each is. */
export type Key = readonly unknown[];

const isSame = (a: Key, b: Key): boolean =>
  a.length === b.length && a.every((part, index) => Object.is(part, b[index]));

/**
 * A value that lives as long as its key stays the same, and is made anew in the very render that changes it. Unlike a memo it
 * is never dropped, and `create` may read what changes with every render.
 */
export function useKeyed<T>(key: Key, create: () => T): T {
  const [held, setHeld] = React.useState(() => ({ key, value: create() }));
  if (isSame(held.key, key)) return held.value;
  const next = { key, value: create() };
  setHeld(next);
  return next.value;
}
