import type { ChannelLease, MembersSnapshot } from '@channelkit/core';
import { noMembers } from '@channelkit/core/internal';
import type { Showing } from '../lib/frameBatch.ts';
import { type Hold, LeaseObserver } from './leaseObserver.ts';

/**
 * Observes the members of one presence channel for one hook. It renders joins and leaves with the next frame, and a
 * change of `isStale` immediately.
 */
export class MembersObserver extends LeaseObserver<MembersSnapshot> implements Showing {
  #shown: MembersSnapshot;

  constructor(hold: Hold) {
    super(hold);
    this.#shown = this.#atRest();
  }

  show(): void {
    this.#shown = this.lease?.members.getSnapshot() ?? noMembers;
    this.notify?.();
  }

  protected override attach({ members }: ChannelLease): void {
    const { frames } = this.hold.realtime;
    let { isStale } = members.getSnapshot();
    const onChange = () => {
      const wasStale = isStale;
      isStale = members.getSnapshot().isStale;
      if (isStale || wasStale) this.show();
      else frames.add(this);
    };
    this.stops.push(members.subscribe(onChange));
    this.stops.push(() => frames.remove(this));
    this.show();
  }

  protected override forget(): void {
    this.#shown = this.#atRest();
  }

  protected override read(): MembersSnapshot {
    return this.#shown;
  }

  protected override readAtServer(): MembersSnapshot {
    return noMembers;
  }

  #atRest(): MembersSnapshot {
    return this.known((client, channel) => client.peekMembers(channel)) ?? noMembers;
  }
}
