import { useInsertionEffect, useState } from 'react';

/** A box whose content is always that of the last committed render. */
export class Latest<T> {
  value: T;

  constructor(value: T) {
    this.value = value;
  }

  set(value: T): void {
    this.value = value;
  }
}

/** The newest committed value for callbacks that outlive a render: no dependency lists, no stale closures (promise 4). */
export function useLatest<T>(value: T): Latest<T> {
  const [latest] = useState(() => new Latest(value));
  // Before any other effect of the commit, so that nothing of it sees the old value.
  useInsertionEffect(() => latest.set(value));
  return latest;
}
