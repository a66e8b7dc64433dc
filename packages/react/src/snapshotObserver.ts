import type { ChannelLease, ReadableStore } from '@channelkit/core';
import type { ChannelTarget } from './channelTarget.ts';
import { holdLease } from './holdLease.ts';

/** How {@link createSnapshotObserver} makes its snapshot. */
export interface SnapshotSource<TSnapshot> {
  /** The snapshot while nothing is held: what the server renders too. */
  readonly atRest: TSnapshot;
  /** What is known before the lease is held; null: nothing. */
  readonly known?: TSnapshot | null;
  /** Called at every change; returns the same object as long as nothing it shows did change. */
  read?: (lease: ChannelLease) => TSnapshot;
  /** Binds further stores or listeners of the lease. */
  attach?: (lease: ChannelLease, refresh: () => void) => readonly (() => void)[];
}

/** Holds a channel while it is subscribed to, and shows what `read` makes of the lease. */
export function createSnapshotObserver<TSnapshot>(
  target: ChannelTarget,
  { atRest, known = null, read = () => atRest, attach = () => [] }: SnapshotSource<TSnapshot>,
): ReadableStore<TSnapshot> {
  let snapshot = known ?? atRest;
  return {
    getSnapshot: () => snapshot,
    getServerSnapshot: () => atRest,
    subscribe(notify) {
      const release = holdLease(target, {
        attach(lease) {
          const refresh = () => {
            snapshot = read(lease);
            notify();
          };
          refresh();
          return attach(lease, refresh);
        },
      });
      return () => {
        release();
        snapshot = atRest;
      };
    },
  };
}
