import type { ChannelGap, ChannelLease } from '@channelkit/core';
import { LeaseObserver } from './leaseObserver.ts';

/** Observes the gaps of one channel for one hook; renders nothing. */
export class GapObserver extends LeaseObserver<null> {
  #handler: ((gap: ChannelGap) => void) | null = null;

  /** Takes the handler of the last committed render. */
  take(handler: (gap: ChannelGap) => void): void {
    this.#handler = handler;
  }

  show(): void {}

  protected override attach(lease: ChannelLease): void {
    lease.onGap((gap) => this.#handler?.(gap));
  }

  protected override read(): null {
    return null;
  }

  protected override readAtServer(): null {
    return null;
  }
}
