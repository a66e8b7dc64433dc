import type { ChannelLease, ChannelStatus } from '@channelkit/core';
import { createCoalescer, report } from '@channelkit/core/internal';
import { type Hold, LeaseObserver } from './leaseObserver.ts';

/**
 * Refreshes data stored elsewhere for one hook: after events, after gaps, and once if the data is older than the channel's
 * `liveSince`. Renders nothing.
 */
export class RefreshObserver extends LeaseObserver<null> {
  readonly #coalescer: ReturnType<typeof createCoalescer>;
  #latest: RefreshCallbacks = { refresh: () => {}, dataUpdatedAt: undefined };
  #isRunning = false;
  #isDueAgain = false;
  #hasMissed = false;

  constructor(hold: Hold, { wait, maxWait }: RefreshTiming) {
    super(hold);
    const { timers } = hold.realtime.client;
    this.#coalescer = createCoalescer(() => void this.#run(), { wait, maxWait, timers });
  }

  /** Sets the callbacks of the last committed render. */
  take(latest: RefreshCallbacks): void {
    this.#latest = latest;
  }

  show(): void {}

  protected override attach(lease: ChannelLease): void {
    const signal = () => this.#coalescer.signal();
    const onStatus = () => this.#onStatus(lease.status.getSnapshot());
    onStatus();
    this.stops.push(lease.status.subscribe(onStatus));
    lease.on('*', signal);
    lease.onGap(signal);
  }

  protected override detach(): void {
    // If it is held again by the end of the commit (StrictMode), nothing was missed.
    queueMicrotask(() => {
      if (this.lease) return;
      this.#hasMissed = true;
      this.#coalescer.cancel();
    });
  }

  protected override read(): null {
    return null;
  }

  protected override readAtServer(): null {
    return null;
  }

  #onStatus({ liveSince }: ChannelStatus): void {
    if (liveSince === null) return;
    const { dataUpdatedAt } = this.#latest;
    if (this.#hasMissed || dataUpdatedAt === undefined || dataUpdatedAt < liveSince) this.#coalescer.signal();
  }

  async #run(): Promise<void> {
    // A running refresh may have read data older than the event, so another one follows it.
    if (this.#isRunning) {
      this.#isDueAgain = true;
      return;
    }
    this.#isRunning = true;
    try {
      await this.#latest.refresh();
    } catch (error) {
      report(this.hold.realtime.client, error);
    }
    this.#isRunning = false;
    if (this.#isDueAgain && this.lease) this.#coalescer.signal();
    this.#isDueAgain = false;
  }
}

/** When a refresh follows an event, in milliseconds. */
export interface RefreshTiming {
  readonly wait: number;
  readonly maxWait: number;
}

/** Only those of the last committed render count. */
export interface RefreshCallbacks {
  readonly refresh: () => unknown;
  readonly dataUpdatedAt: number | undefined;
}
