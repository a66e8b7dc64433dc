'use client';
import { useEffect, useState } from 'react';

/** The time in milliseconds, told again every `interval` milliseconds while mounted. */
export function useNow(interval: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), interval);
    return () => clearInterval(timer);
  }, [interval]);
  return now;
}
