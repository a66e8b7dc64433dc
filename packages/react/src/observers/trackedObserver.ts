import type { ChannelLease, ChannelStatus } from '@channelkit/core';
import type { Showing } from '../lib/frameBatch.ts';
import type { Spot } from './aim.ts';
import { LeaseObserver } from './leaseObserver.ts';

/**
 * An observer that returns its fields as one immutable result and records which of them are read: a change of the others does not render.
 * A field that is read for the first time has its current value. The observer is the handler of its results' proxies.
 */
export abstract class TrackedObserver<TFields extends object>
  extends LeaseObserver<TFields>
  implements ProxyHandler<TFields>, Showing
{
  readonly #read: (keyof TFields)[] = [];
  #shown: TFields | null = null;
  #result: TFields | null = null;
  #atServer: TFields | null = null;

  /** The newest fields; `spot` and `status` may be those of the server. */
  protected abstract fieldsOf(status: ChannelStatus, spot: Spot): TFields;

  /** Subscribes to the stores behind the fields; called only if one is read. */
  protected follow({ status }: ChannelLease): void {
    this.stops.push(status.subscribe(() => this.show()));
  }

  /** A field is read for the first time. */
  protected onRead(_key: keyof TFields): void {
    // This render may be discarded. What is bound here ends with the lease, which an effect acquired.
    if (this.lease && this.stops.length === 0) this.follow(this.lease);
  }

  /** Shows the newest fields at once. */
  show(): void {
    if (this.#publish()) this.notify?.();
  }

  /** Shows the newest fields with the next frame. */
  protected showSoon(): void {
    this.hold.realtime.frames.add(this);
  }

  protected override attach(lease: ChannelLease): void {
    if (this.#read.length > 0) this.follow(lease);
    this.show();
  }

  protected override detach(): void {
    this.hold.realtime.frames.remove(this);
  }

  protected override forget(): void {
    this.#publish();
  }

  protected override read(): TFields {
    this.#shown ??= this.#newest();
    this.#result ??= new Proxy(this.#shown, this);
    return this.#result;
  }

  protected override readAtServer(spot: Spot): TFields {
    // One object for all of hydration: known values are shown after it ends.
    this.#atServer ??=
      this.status === spot.atRest && this.spot.userId === spot.userId
        ? this.read()
        : new Proxy(this.fieldsOf(spot.atRest, spot), this);
    return this.#atServer;
  }

  /** The proxy trap of every result. */
  get(shown: TFields, key: string | symbol): unknown {
    const name = key as keyof TFields;
    if (!this.#read.includes(name) && Object.hasOwn(shown, key)) {
      this.#read.push(name);
      this.onRead(name);
      // A replaced result keeps its values.
      if (shown === this.#shown) shown[name] = this.#newest()[name];
    }
    return shown[name];
  }

  #newest(): TFields {
    return this.fieldsOf(this.status, this.spot);
  }

  /** Makes a new result if a field that was read has changed. */
  #publish(): boolean {
    const shown = this.#shown;
    if (!shown || this.#read.length === 0) return false;
    const newest = this.#newest();
    if (this.#read.every((key) => Object.is(shown[key], newest[key]))) return false;
    this.#shown = newest;
    this.#result = new Proxy(newest, this);
    return true;
  }
}
