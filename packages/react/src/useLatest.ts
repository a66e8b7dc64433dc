import { useInsertionEffect, useState } from 'react';

/** A box whose content is always that of the last committed render. */
export interface Latest<T> {
  readonly get: () => T;
  readonly set: (value: T) => void;
}

function createLatest<T>(initial: T): Latest<T> {
  let current = initial;
  return {
    get: () => current,
    set: (value) => {
      current = value;
    },
  };
}

/** The newest committed value for callbacks that outlive a render: no dependency lists, no stale closures (promise 4). */
export function useLatest<T>(value: T): Latest<T> {
  const [latest] = useState(() => createLatest(value));
  // Before any other effect of the commit, so that nothing of it sees the old value.
  useInsertionEffect(() => latest.set(value));
  return latest;
}
