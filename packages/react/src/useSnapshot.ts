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

const everything = (snapshot: unknown): unknown => snapshot;

/**
 * Renders from what `selector` makes of a store, again only when that changes (shallowly). The selector may be inline; without
 * one it is the snapshot.
 */
export function useSelection<TSnapshot, TSelected>(
  { subscribe, getSnapshot, getServerSnapshot }: ReadableStore<TSnapshot>,
  selector: (snapshot: TSnapshot) => TSelected = everything as (snapshot: TSnapshot) => TSelected,
): TSelected {
  const getSelection = React.useMemo(() => select(getSnapshot, selector), [getSnapshot, selector]);
  const getServerSelection = React.useMemo(
    () => select(getServerSnapshot, selector),
    [getServerSnapshot, selector],
  );
  return React.useSyncExternalStore(subscribe, getSelection, getServerSelection);
}
