'use client';
import { useState } from 'react';

/** Tells of the entries of a list which have come since it was first shown; what was there with the page is no news. */
export function useArrivals(keys: readonly (string | number)[]): (key: string | number) => boolean {
  const [known] = useState(() => new Set(keys));
  return (key) => !known.has(key);
}
