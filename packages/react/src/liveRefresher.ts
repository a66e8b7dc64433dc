import type { ChannelLease, ChannelStatus, ReadableStore } from '@channelkit/core';
import { createCoalescer, report } from '@channelkit/core/internal';
import type { ChannelTarget } from './channelTarget.ts';
import { createSnapshotObserver } from './snapshotObserver.ts';

/** When a refresh follows an event. */
export interface RefreshTiming {
  readonly window: number;
  readonly maxWait: number;
}

/** What the newest render wants. */
export interface RefreshWish {
  readonly refresh: () => unknown;
  readonly dataUpdatedAt: number | undefined;
}

/** Holds a channel and refreshes data that lives elsewhere: after events, after gaps, and once when it is older than the channel. */
export function createLiveRefresher(
  target: ChannelTarget,
  { window, maxWait }: RefreshTiming,
  latest: RefreshWish,
): ReadableStore<null> {
  let isRunning = false;
  let isDueAgain = false;
  let isHeld = false;
  let hasMissed = false;

  const run = async () => {
    // What a running refresh reads may be older than the event, so another one follows it.
    if (isRunning) {
      isDueAgain = true;
      return;
    }
    isRunning = true;
    try {
      await latest.refresh();
    } catch (error) {
      report(target.client, error);
    }
    isRunning = false;
    if (isDueAgain && isHeld) coalescer.signal();
    isDueAgain = false;
  };
  const coalescer = createCoalescer(() => void run(), { window, maxWait, timers: target.client.timers });

  const signal = () => coalescer.signal();

  const onStatus = ({ liveSince }: ChannelStatus) => {
    if (liveSince === null) return;
    const { dataUpdatedAt } = latest;
    if (hasMissed || dataUpdatedAt === undefined || dataUpdatedAt < liveSince) coalescer.signal();
  };
  const attach = (lease: ChannelLease) => {
    isHeld = true;
    const tell = () => onStatus(lease.status.getSnapshot());
    tell();
    return [
      lease.status.subscribe(tell),
      lease.on('*', signal),
      lease.onGap(signal),
      () => {
        isHeld = false;
        // Held again by the end of the commit (StrictMode): nothing was missed.
        queueMicrotask(() => {
          if (isHeld) return;
          hasMissed = true;
          coalescer.cancel();
        });
      },
    ];
  };
  return createSnapshotObserver<null>(target, { atRest: null, attach });
}
