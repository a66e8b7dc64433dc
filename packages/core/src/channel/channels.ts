import { type ClientContext, offReason } from '../context.ts';
import { resolveChannel } from '../contract/resolveChannel.ts';
import type { RealtimeOptions } from '../options.ts';
import type { ConnectionSnapshot } from '../types.ts';
import { Channel, idleStatus, type SubscriptionDriver } from './channel.ts';
import { Lease, type LeaseSetup } from './lease.ts';

/** Takes channels on and off the wire, once its code is loaded. */
export interface SubscriptionsDriver {
  drive(channel: Channel): SubscriptionDriver;
  onConnection(snapshot: ConnectionSnapshot): void;
  /** `hadUser`: what the previous user saw is forgotten. */
  userChanged(hadUser: boolean): void;
  optionsChanged(before: RealtimeOptions<never>): void;
}

/** The channels of a client by name. */
export class Channels {
  readonly #context: ClientContext;
  readonly #leases: LeaseSetup;
  readonly #byName = new Map<string, Channel>();
  #driver: SubscriptionsDriver | null = null;
  #connection: ConnectionSnapshot | null = null;
  /** Why nothing can be subscribed to at present; null if it can. */
  #off: string | null;

  constructor(leases: LeaseSetup) {
    this.#context = leases.context;
    this.#leases = leases;
    this.#off = offReason[leases.context.mode];
  }

  get size(): number {
    return this.#byName.size;
  }

  /** The newest snapshot of the connection; null before anything happened. */
  get connection(): ConnectionSnapshot | null {
    return this.#connection;
  }

  get all(): readonly Channel[] {
    return [...this.#byName.values()];
  }

  /** Finds a channel by its name on the wire, or by its name in a contract that drops the private prefix there. */
  find(name: string): Channel | undefined {
    const known = this.#byName.get(name);
    if (known || !name.startsWith('private-')) return known;
    const bare = this.#byName.get(name.slice('private-'.length));
    const contract = this.#context.contract();
    return bare && contract?.match(name) && resolveChannel(contract, name) === bare.name ? bare : undefined;
  }

  /** Whether a name needs no more checks: it is held, and in the present contract. */
  isKnown(name: string): boolean {
    const channel = this.#byName.get(name);
    return channel !== undefined && (!this.#context.contract() || channel.match !== null);
  }

  acquire(name: string, isUserScoped: boolean): Lease {
    const known = this.#byName.get(name);
    const channel = known ?? this.#add(name);
    const lease = new Lease(channel, isUserScoped, this.#leases);
    if (this.#off !== null || channel.status.getSnapshot().status === 'idle') this.#update(channel);
    if (!known) this.#context.demandChanged();
    return lease;
  }

  /** The code that subscribes is loaded: it takes over every channel. */
  driveBy(driver: SubscriptionsDriver): void {
    this.#driver = driver;
    for (const channel of this.all) channel.subscription = driver.drive(channel);
    for (const channel of this.all) this.#update(channel);
  }

  onConnection(snapshot: ConnectionSnapshot): void {
    this.#connection = snapshot;
    if (this.#driver) return this.#driver.onConnection(snapshot);
    for (const channel of this.all) {
      if (snapshot.retryAt !== null) channel.openGap(null, 'connection');
      this.#update(channel);
    }
  }

  /** Takes every channel off the wire until {@link resume}. Leases are kept. */
  halt(reason: string): void {
    this.#off = reason;
    for (const channel of this.all) this.#update(channel);
  }

  resume(): void {
    if (this.#off === null) return;
    this.#off = null;
    for (const channel of this.all) this.#update(channel);
  }

  /** Ends what was held for a user who leaves. */
  endUser(id: string): void {
    for (const channel of this.all) if (channel.endUser(id)) this.#remove(channel, 'the user changed');
  }

  /** Retries what was denied. After a user has left, the private channels that stay are authorized again. */
  userChanged(hadUser: boolean): void {
    for (const channel of this.all) {
      // Nobody holds it for the new user: the grace was the old user's.
      if (channel.holderCount === 0 && channel.kind !== 'public' && hadUser)
        this.#remove(channel, 'the user changed');
    }
    this.#driver?.userChanged(hadUser);
  }

  optionsChanged(before: RealtimeOptions<never>): void {
    this.#driver?.optionsChanged(before);
  }

  dispose(): void {
    for (const channel of this.all) this.#remove(channel, 'the client was disposed');
  }

  /** Starts or stops a channel; without its subscription's code, shows how it stands. */
  #update(channel: Channel): void {
    const { subscription } = channel;
    const off = this.#off;
    if (off !== null)
      return subscription ? subscription.stop(off) : channel.show({ ...idleStatus, reason: off });
    if (subscription) return subscription.start();
    const { error = null, reason = null, retryAt = null } = this.#connection ?? {};
    channel.show(
      error
        ? { ...idleStatus, status: 'retrying', error, reason, retryAt }
        : { ...idleStatus, status: 'subscribing' },
    );
  }

  #add(name: string): Channel {
    const channel = new Channel(name, this.#context, (unused) => this.#remove(unused, null));
    channel.subscription = this.#driver?.drive(channel) ?? null;
    this.#byName.set(name, channel);
    this.#context.emit({ type: 'added', channel: name });
    return channel;
  }

  #remove(channel: Channel, reason: string | null): void {
    if (this.#byName.get(channel.name) !== channel) return;
    this.#byName.delete(channel.name);
    channel.end(reason);
    this.#context.emit({ type: 'removed', channel: channel.name });
    this.#context.demandChanged();
  }
}
