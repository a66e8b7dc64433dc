'use client';
import { useState } from 'react';

/** Returns whether an entry was added after the list was first rendered. */
export function useArrivals(keys: readonly (string | number)[]): (key: string | number) => boolean {
  const [known] = useState(() => new Set(keys));
  return (key) => !known.has(key);
}
