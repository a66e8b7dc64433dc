import * as React from 'react';

/**
 * A value that is kept while every part of its key stays the same, and created again in the render that changes one. Unlike a
 * memo it is never dropped, and `create` may read values that change with every render.
 */
export function useKeyed<T>(key: readonly unknown[], create: () => T): T {
  const [held, setHeld] = React.useState(() => ({ key, value: create() }));
  if (isSame(held.key, key)) return held.value;
  const next = { key, value: create() };
  setHeld(next);
  return next.value;
}

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((part, index) => Object.is(part, b[index]));
