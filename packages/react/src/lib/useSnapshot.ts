import type { ReadableStore } from '@channelkit/core';
import * as React from 'react';

/** Renders from a store. */
export function useSnapshot<TSnapshot>({
  subscribe,
  getSnapshot,
  getServerSnapshot,
}: ReadableStore<TSnapshot>): TSnapshot {
  return React.useSyncExternalStore(subscribe, getSnapshot, getServerSnapshot);
}
