import { useInsertionEffect, useState } from 'react';

/**
 * One object whose fields are always those of the last committed render, for callbacks that outlive a render: no dependency
 * lists, no stale closures (promise 4).
 */
export function useLatest<T extends object>(fields: T): Readonly<T> {
  const [latest] = useState(() => ({ ...fields }));
  // Before any other effect of the commit, so that nothing of it sees the old fields.
  useInsertionEffect(() => void Object.assign(latest, fields));
  return latest;
}
