import { createStore } from 'zustand/vanilla';
import type { NotifyQueue } from './notifyQueue.ts';

/** An immutable snapshot with listeners. Fits `useSyncExternalStore`. */
export interface ReadableStore<TSnapshot> {
  /** Returns the same object until something changes. */
  getSnapshot: () => TSnapshot;
  /** The snapshot that a server renders: a constant. */
  getServerSnapshot: () => TSnapshot;
  /** Calls `listener` after a change, once for all changes of one command, frame or timer. Returns the unsubscribe function. */
  subscribe: (listener: () => void) => () => void;
}

/** A {@link ReadableStore} with its setter, for the owner. */
export interface WritableStore<TSnapshot> extends ReadableStore<TSnapshot> {
  set: (snapshot: TSnapshot) => void;
}

/** Creates a store whose listeners run through the queue: the snapshot changes at once, they are notified afterwards. */
export function createSnapshotStore<TSnapshot>(
  initial: TSnapshot,
  queue: NotifyQueue,
): WritableStore<TSnapshot> {
  const store = createStore<TSnapshot>(() => initial);
  return {
    getSnapshot: store.getState,
    getServerSnapshot: store.getInitialState,
    subscribe(listener) {
      let isScheduled = false;
      let isListening = true;
      const notify = () => {
        isScheduled = false;
        if (isListening) listener();
      };
      const unsubscribe = store.subscribe(() => {
        if (isScheduled) return;
        isScheduled = true;
        queue.schedule(notify);
      });
      return () => {
        isListening = false;
        unsubscribe();
      };
    },
    set: (snapshot) => store.setState(snapshot, true),
  };
}

/** Whether two snapshots have the same fields. */
export const isSameSnapshot = <TSnapshot extends object>(a: TSnapshot, b: TSnapshot): boolean =>
  (Object.keys(a) as (keyof TSnapshot)[]).every((key) => a[key] === b[key]);
