import type { ReadableStore } from '@channelkit/core';
import * as React from 'react';
import { select } from './selection.ts';

/** Renders from a store. */
export function useSnapshot<TSnapshot>({
  subscribe,
  getSnapshot,
  getServerSnapshot,
}: ReadableStore<TSnapshot>): TSnapshot {
  return React.useSyncExternalStore(subscribe, getSnapshot, getServerSnapshot);
}

/** Renders from what `selector` makes of a store, again only when that changes (shallowly). The selector may be inline. */
export function useSelection<TSnapshot, TSelected>(
  { subscribe, getSnapshot, getServerSnapshot }: ReadableStore<TSnapshot>,
  selector: (snapshot: TSnapshot) => TSelected,
): TSelected {
  const getSelection = React.useMemo(() => select(getSnapshot, selector), [getSnapshot, selector]);
  const getServerSelection = React.useMemo(
    () => select(getServerSnapshot, selector),
    [getServerSnapshot, selector],
  );
  return React.useSyncExternalStore(subscribe, getSelection, getServerSelection);
}
