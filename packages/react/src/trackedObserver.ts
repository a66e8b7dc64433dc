import type { ChannelLease, ChannelStatus, ReadableStore } from '@channelkit/core';
import { type ChannelTarget, knownStatus } from './channelTarget.ts';
import type { Showing } from './frameBatch.ts';
import { type Holder, holdLease } from './holdLease.ts';
import { type FieldSource, TrackedFields } from './trackedFields.ts';

/** One component's hold on a channel whose result re-renders only for the fields that were read. */
export abstract class TrackedObserver<TFields extends object>
  implements ReadableStore<TFields>, FieldSource<TFields>, Holder, Showing
{
  protected readonly target: ChannelTarget;
  protected lease: ChannelLease | null = null;
  /** What holds without a lease. */
  #status: ChannelStatus;
  #tracked: TrackedFields<TFields> | null = null;
  #atServer: TFields | null = null;
  #notify: (() => void) | null = null;
  #stops: (() => void)[] = [];

  constructor(target: ChannelTarget) {
    this.target = target;
    this.#status = knownStatus(target) ?? target.atRest;
  }

  /** The fields while the channel has this status. */
  protected abstract fieldsOf(status: ChannelStatus): TFields;

  /** Binds what matters whether or not a field is read. */
  protected hear(_lease: ChannelLease): void {}

  /** Follows what the fields are made of; only if one is read. */
  protected follow({ status }: ChannelLease): readonly (() => void)[] {
    return [status.subscribe(() => this.show())];
  }

  fields(): TFields {
    return this.fieldsOf(this.lease?.status.getSnapshot() ?? this.#status);
  }

  onRead(_key: keyof TFields): void {
    // Perhaps in a render that comes to nothing: what is bound here ends with the lease, which an effect took.
    if (this.lease && this.#stops.length === 0) this.#stops.push(...this.follow(this.lease));
  }

  attach(lease: ChannelLease): readonly (() => void)[] {
    this.lease = lease;
    this.hear(lease);
    this.#stops = this.#fields.isRead ? [...this.follow(lease)] : [];
    this.show();
    return this.#stops;
  }

  onRefused(status: ChannelStatus): void {
    this.#status = status;
    this.show();
  }

  readonly getSnapshot = (): TFields => this.#fields.result;

  /** Until the first effect: what is known already must wait for the hydration. */
  readonly getServerSnapshot = (): TFields => {
    const { atRest } = this.target;
    this.#atServer ??=
      this.#status === atRest ? this.getSnapshot() : this.#fields.present(this.fieldsOf(atRest));
    return this.#atServer;
  };

  readonly subscribe = (notify: () => void): (() => void) => {
    this.#notify = notify;
    const release = holdLease(this.target, this);
    return () => {
      this.#notify = null;
      this.target.frames.remove(this);
      release();
      this.lease = null;
      this.#status = this.target.atRest;
      this.show();
    };
  };

  /** Shows the newest fields at once. */
  show(): void {
    if (this.#fields.publish()) this.#notify?.();
  }

  /** Shows the newest fields with the next frame. */
  protected showSoon(): void {
    if (this.#fields.isRead) this.target.frames.add(this);
  }

  get #fields(): TrackedFields<TFields> {
    this.#tracked ??= new TrackedFields(this);
    return this.#tracked;
  }
}
