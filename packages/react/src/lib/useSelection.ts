import type { ReadableStore } from '@channelkit/core';
import * as React from 'react';
import { select } from './select.ts';

const everything = (snapshot: unknown): unknown => snapshot;

/**
 * Renders from the result of `selector` on a store, and again only when that changes (shallow comparison). The selector may be
 * inline; without one, the result is the snapshot.
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
