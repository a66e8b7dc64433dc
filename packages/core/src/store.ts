import { createStore } from 'zustand/vanilla';
import { Emitter, type ReportError } from './emitter.ts';

/** An immutable snapshot that can be listened to; fits `useSyncExternalStore`. */
export interface ReadableStore<TSnapshot> {
  /** The same object until something changed. */
  getSnapshot: () => TSnapshot;
  /** The snapshot that a server renders: a constant. */
  getServerSnapshot: () => TSnapshot;
  /** Calls `listener` after every change; returns the unsubscribe. */
  subscribe: (listener: () => void) => () => void;
}

/** The owner's side of a {@link ReadableStore}. */
export interface WritableStore<TSnapshot> extends ReadableStore<TSnapshot> {
  set: (snapshot: TSnapshot) => void;
}

/** Makes a store; a listener that throws goes to `report` and stops no other. */
export function createSnapshotStore<TSnapshot>(
  initial: TSnapshot,
  report: ReportError,
): WritableStore<TSnapshot> {
  const store = createStore<TSnapshot>(() => initial);
  const listeners = new Emitter<[]>(report);
  store.subscribe(() => listeners.emit());
  return {
    getSnapshot: store.getState,
    getServerSnapshot: store.getInitialState,
    subscribe: (listener) => listeners.subscribe(listener),
    set: (snapshot) => store.setState(snapshot, true),
  };
}

/** Whether two snapshots say the same. */
export const isSameSnapshot = <TSnapshot extends object>(a: TSnapshot, b: TSnapshot): boolean =>
  (Object.keys(a) as (keyof TSnapshot)[]).every((key) => a[key] === b[key]);
