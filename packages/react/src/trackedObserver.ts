import type { ChannelLease, ChannelStatus, ReadableStore } from '@channelkit/core';
import { type ChannelTarget, type Holder, holdLease, knownStatus } from './channelTarget.ts';
import type { Showing } from './frameBatch.ts';
import { type FieldSource, TrackedFields } from './trackedFields.ts';

/** One component's hold on a channel whose result re-renders only for the fields that were read. */
export abstract class TrackedObserver<TFields extends object>
  implements ReadableStore<TFields>, FieldSource<TFields>, Holder, Showing
{
  protected readonly target: ChannelTarget;
  #status: ChannelStatus;
  #tracked: TrackedFields<TFields> | null = null;
  #atServer: TFields | null = null;
  #notify: (() => void) | null = null;

  constructor(target: ChannelTarget) {
    this.target = target;
    this.#status = knownStatus(target) ?? target.atRest;
  }

  /** The fields while the channel has this status. */
  protected abstract fieldsOf(status: ChannelStatus): TFields;

  abstract attach(lease: ChannelLease): readonly (() => void)[];

  fields(): TFields {
    return this.fieldsOf(this.#status);
  }

  onRead(_key: keyof TFields): void {}

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
    };
  };

  onStatus(status: ChannelStatus): void {
    this.#status = status;
    this.show();
  }

  /** Shows the newest fields at once. */
  show(): void {
    if (this.#fields.publish()) this.#notify?.();
  }

  /** Shows the newest fields with the next frame. */
  protected showSoon(): void {
    if (this.#fields.isBehind) this.target.frames.add(this);
  }

  get #fields(): TrackedFields<TFields> {
    this.#tracked ??= new TrackedFields(this);
    return this.#tracked;
  }
}
