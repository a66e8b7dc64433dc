import type { ReadableStore } from '@channelkit/core';
import { useMemo, useSyncExternalStore } from 'react';
import { select } from './selection.ts';

/** Renders from a store. */
export function useSnapshot<TSnapshot>({
  subscribe,
  getSnapshot,
  getServerSnapshot,
}: ReadableStore<TSnapshot>): TSnapshot {
  return useSyncExternalStore(subscribe, getSnapshot, getServerSnapshot);
}

/** Renders from what `selector` makes of a store, again only when that changes (shallowly). The selector may be inline. */
export function useSelection<TSnapshot, TSelected>(
  { subscribe, getSnapshot, getServerSnapshot }: ReadableStore<TSnapshot>,
  selector: (snapshot: TSnapshot) => TSelected,
): TSelected {
  const getSelection = useMemo(() => select(getSnapshot, selector), [getSnapshot, selector]);
  const getServerSelection = useMemo(
    () => select(getServerSnapshot, selector),
    [getServerSnapshot, selector],
  );
  return useSyncExternalStore(subscribe, getSelection, getServerSelection);
}
