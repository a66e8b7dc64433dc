import { resolveChannel } from './channelArgument.ts';
import { ChannelEntry, type EntryHost } from './channelEntry.ts';
import { Lease } from './channelLease.ts';
import { idleStatus } from './channelStatus.ts';
import type { ClientEvents } from './clientEvents.ts';
import { type ConnectionMode, offReason } from './connection.ts';
import type { ChannelContract } from './contract.ts';
import type { ReportError } from './emitter.ts';
import type { ChannelsDriver } from './enginePort.ts';
import type { RealtimeOptions } from './options.ts';
import type { Timers } from './timers.ts';
import type { ConnectionSnapshot } from './types.ts';

/** What the registry needs from its client. */
export interface RegistryHost {
  readonly mode: ConnectionMode;
  readonly timers: Timers;
  readonly report: ReportError;
  readonly events: ClientEvents;
  options(): RealtimeOptions<never>;
  readonly contract: () => ChannelContract<never> | undefined;
  /** The first channel is wanted, or the last is gone. */
  onDemand(): void;
  /** A retry is asked for: a connection that waits should not. */
  readonly onHurry: () => void;
}

/** The channels of a client by name. */
export class ChannelRegistry {
  readonly #host: RegistryHost;
  readonly #entryHost: EntryHost;
  readonly #entries = new Map<string, ChannelEntry>();
  #driver: ChannelsDriver | null = null;
  #connection: ConnectionSnapshot | null = null;
  /** Why nothing can be subscribed at present; null when it can. */
  #off: string | null;

  constructor(host: RegistryHost) {
    this.#host = host;
    this.#off = offReason[host.mode];
    this.#entryHost = {
      ...host,
      // A server sets no timer.
      grace: () => (host.mode === 'open' ? host.options().grace : 0),
      onUnused: (entry) => this.#remove(entry, null),
    };
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The newest snapshot of the connection; null before anything happened. */
  get connection(): ConnectionSnapshot | null {
    return this.#connection;
  }

  /** The channels of this moment. */
  entries(): readonly ChannelEntry[] {
    return [...this.#entries.values()];
  }

  /** By its name on the wire, or in a contract that drops the private prefix there. */
  find(name: string): ChannelEntry | undefined {
    const known = this.#entries.get(name);
    if (known || !name.startsWith('private-')) return known;
    const bare = this.#entries.get(name.slice('private-'.length));
    const contract = this.#host.contract();
    return bare && contract?.match(name) && resolveChannel(contract, name) === bare.name ? bare : undefined;
  }

  /** Whether a name needs no more checks: it is held under the contract of the moment. */
  isKnown(name: string): boolean {
    const entry = this.#entries.get(name);
    return entry !== undefined && (!this.#host.contract() || entry.match !== null);
  }

  acquire(name: string, isUserScoped: boolean): Lease {
    const known = this.#entries.get(name);
    const entry = known ?? this.#add(name);
    const lease = new Lease(entry, isUserScoped, this.#host);
    // Told once it is held: a listener that changes the user ends what nobody holds.
    if (!known) this.#host.events.emit({ type: 'added', channel: name });
    if (this.#off !== null || entry.status.getSnapshot().status === 'idle') this.#update(entry);
    if (!known) this.#host.onDemand();
    return lease;
  }

  /** The engine is loaded: it takes over every channel. */
  driveBy(driver: ChannelsDriver): void {
    this.#driver = driver;
    for (const entry of this.entries()) entry.driver = driver.drive(entry);
    for (const entry of this.entries()) this.#update(entry);
  }

  onConnection(snapshot: ConnectionSnapshot): void {
    this.#connection = snapshot;
    if (this.#driver) return this.#driver.onConnection(snapshot);
    for (const entry of this.entries()) {
      if (snapshot.retryAt !== null) entry.openGap(null, 'connection');
      this.#update(entry);
    }
  }

  /** Takes every channel off the wire until {@link resume}; leases are kept. */
  halt(reason: string): void {
    this.#off = reason;
    for (const entry of this.entries()) this.#update(entry);
  }

  resume(): void {
    this.#off = null;
    for (const entry of this.entries()) this.#update(entry);
  }

  /** Ends what was held for the user who leaves. */
  endUser(id: string): void {
    for (const entry of this.entries()) if (entry.endUser(id)) this.#remove(entry, 'the user changed');
  }

  /** Retries what was denied; after a user has left, has the private channels that stay authorised anew. */
  userChanged(hadUser: boolean): void {
    for (const entry of this.entries()) {
      // Nobody of the new user holds it: the grace was the old user's.
      if (entry.consumerCount === 0 && entry.kind !== 'public' && hadUser)
        this.#remove(entry, 'the user changed');
    }
    this.#driver?.userChanged(hadUser);
  }

  dispose(): void {
    for (const entry of this.entries()) this.#remove(entry, 'the client was disposed');
  }

  /** Starts or stops a channel; without an engine, shows how it stands. */
  #update(entry: ChannelEntry): void {
    // A listener may have given it back meanwhile.
    if (!this.#has(entry)) return;
    const { driver } = entry;
    const off = this.#off;
    if (off !== null) return driver ? driver.stop(off) : entry.show({ ...idleStatus, reason: off });
    if (driver) return driver.start();
    const { error = null, reason = null, retryAt = null } = this.#connection ?? {};
    entry.show(
      error
        ? { ...idleStatus, status: 'retrying', error, reason, retryAt }
        : { ...idleStatus, status: 'subscribing' },
    );
  }

  #has(entry: ChannelEntry): boolean {
    return this.#entries.get(entry.name) === entry;
  }

  #add(name: string): ChannelEntry {
    const entry = new ChannelEntry(name, this.#entryHost);
    entry.driver = this.#driver?.drive(entry) ?? null;
    this.#entries.set(name, entry);
    return entry;
  }

  #remove(entry: ChannelEntry, reason: string | null): void {
    if (!this.#has(entry)) return;
    this.#entries.delete(entry.name);
    entry.end(reason);
    this.#host.events.emit({ type: 'removed', channel: entry.name });
    this.#host.onDemand();
  }
}
