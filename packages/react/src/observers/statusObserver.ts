import type { ChannelLease, ChannelStatus } from '@channelkit/core';
import type { Spot } from './aim.ts';
import { type Hold, LeaseObserver } from './leaseObserver.ts';

/** Observes the status of one channel; every change makes a new item. */
export class StatusObserver extends LeaseObserver<ChannelListItem> {
  #item: ChannelListItem;
  #atServer: ChannelListItem | null = null;

  constructor(hold: Hold) {
    super(hold);
    this.#item = itemOf(this.status, this.spot);
  }

  show(): void {
    this.forget();
    this.notify?.();
  }

  protected override forget(): void {
    this.#item = itemOf(this.status, this.spot);
  }

  protected override attach({ status }: ChannelLease): void {
    this.stops.push(status.subscribe(() => this.show()));
    this.show();
  }

  protected override read(): ChannelListItem {
    return this.#item;
  }

  protected override readAtServer(spot: Spot): ChannelListItem {
    this.#atServer ??= itemOf(spot.atRest, spot);
    return this.#atServer;
  }
}

/** One channel of `useChannels` with its status, discriminated by `status`. */
export type ChannelListItem = ChannelStatus & {
  /** The concrete name; null if it cannot be held. */
  readonly channel: string | null;
};

const itemOf = (status: ChannelStatus, { channel }: Spot): ChannelListItem => ({ ...status, channel });
