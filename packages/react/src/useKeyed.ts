import * as React from 'react';

/**
 * A value that lives as long as its subject and key stay the same, and is made anew in the very render that changes them.
 * Unlike a memo it is never dropped, and `create` may read what changes with every render.
 */
export function useKeyed<T>(subject: object | null, key: string, create: () => T): T {
  const [held, setHeld] = React.useState(() => ({ subject, key, value: create() }));
  if (held.subject === subject && held.key === key) return held.value;
  const next = { subject, key, value: create() };
  setHeld(next);
  return next.value;
}
