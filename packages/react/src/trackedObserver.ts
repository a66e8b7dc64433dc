import type { ChannelLease, ChannelStatus, ReadableStore } from '@channelkit/core';
import { type ChannelTarget, holdLease, knownStatus } from './channelTarget.ts';
import { type LazyFields, TrackedFields } from './trackedFields.ts';

/** One component's hold on a channel whose result re-renders only for the fields that were read. */
export abstract class TrackedObserver<TFields extends object> implements ReadableStore<TFields> {
  protected readonly target: ChannelTarget;
  protected readonly tracked: TrackedFields<TFields>;
  readonly #first: TFields;
  #notify: () => void = () => {};

  constructor(target: ChannelTarget, fields: TFields, lazy: LazyFields<TFields> | null = null) {
    this.target = target;
    this.tracked = new TrackedFields(fields, lazy);
    this.#first = this.tracked.result;
    const known = knownStatus(target);
    if (known) this.tracked.restart(this.fieldsOf(known));
  }

  /** The fields that a status decides. */
  protected abstract fieldsOf(status: ChannelStatus): Partial<TFields>;

  /** Binds what the observer listens to besides the status. */
  protected abstract attach(lease: ChannelLease): readonly (() => void)[];

  readonly getSnapshot = (): TFields => this.tracked.result;

  readonly getServerSnapshot = (): TFields => this.#first;

  readonly subscribe = (notify: () => void): (() => void) => {
    this.#notify = notify;
    const onStatus = (status: ChannelStatus) => {
      this.tracked.set(this.fieldsOf(status));
      this.show();
    };
    const release = holdLease(this.target, onStatus, (lease) => this.attach(lease));
    return () => {
      this.#notify = () => {};
      this.target.frames.remove(this.show);
      release();
    };
  };

  /** Shows the newest fields at once. */
  protected readonly show = (): void => {
    if (this.tracked.publish()) this.#notify();
  };

  /** Shows the newest fields with the next frame. */
  protected showSoon(): void {
    if (this.tracked.isBehind) this.target.frames.add(this.show);
  }
}
