import type { ChannelEntry, Consumer } from './channelEntry.ts';
import type { ConnectionMode } from './connection.ts';
import type { ChannelContract } from './contract.ts';
import type { ChannelMessage } from './contractTypes.ts';
import type { EventListening } from './eventFan.ts';
import { loadEngine } from './loadEngine.ts';
import type { ReadableStore } from './store.ts';
import type { ChannelGap, ChannelLease, ChannelStatus, MembersSnapshot } from './types.ts';

/** What a lease needs from the registry. */
export interface LeaseHost {
  /** Unless `open`, nothing will ever be sent. */
  readonly mode: ConnectionMode;
  contract(): ChannelContract<never> | undefined;
  /** A retry is asked for. */
  onHurry(): void;
}

/** One consumer's hold on an entry; the run-time half of `ChannelLease`. */
export class Lease implements Consumer {
  readonly isUserScoped: boolean;
  readonly #entry: ChannelEntry;
  readonly #host: LeaseHost;
  readonly #endings = new Set<() => void>();
  #released = false;

  constructor(entry: ChannelEntry, isUserScoped: boolean, host: LeaseHost) {
    this.#entry = entry;
    this.#host = host;
    this.isUserScoped = isUserScoped;
    entry.hold(this);
  }

  get channel(): string {
    return this.#entry.name;
  }

  get status(): ReadableStore<ChannelStatus> {
    return this.#entry.status;
  }

  get members(): ReadableStore<MembersSnapshot> {
    return this.#entry.members;
  }

  get subscriptionCount(): ReadableStore<number | null> {
    return this.#entry.subscriptionCount;
  }

  get cacheMiss(): ReadableStore<boolean> {
    return this.#entry.cacheMiss;
  }

  get lastMessage(): ChannelMessage | null {
    return this.#entry.lastMessage;
  }

  /** @internal */
  get isReleased(): boolean {
    return this.#released;
  }

  on(
    event: string | readonly string[],
    listener: (data: unknown, message: ChannelMessage) => void,
  ): () => void {
    const events = typeof event === 'string' ? [event] : [...new Set(event)];
    return this.listen(events, { handler: listener, message: undefined, isListening: false });
  }

  /** @internal As `on`, for a listener that may change. */
  listen(events: readonly string[], listening: EventListening): () => void {
    if (this.#released) return () => {};
    this.#entry.listen(events, listening);
    return this.#own(() => this.#entry.unlisten(events, listening));
  }

  onGap(listener: (gap: ChannelGap) => void): () => void {
    return this.#released ? () => {} : this.#own(this.#entry.gaps.subscribe(listener));
  }

  onCacheMiss(listener: () => void): () => void {
    return this.#released ? () => {} : this.#own(this.#entry.cacheMisses.subscribe(listener));
  }

  async trigger(event: string, data: unknown): Promise<void> {
    const { sendClientEvent } = await loadEngine();
    return sendClientEvent({ event, data, lease: this, entry: this.#entry, host: this.#host });
  }

  retry(): void {
    if (this.#released) return;
    this.#entry.driver?.retry();
    this.#host.onHurry();
  }

  release(): void {
    this.end();
    this.#entry.letGo(this);
  }

  /** @internal */
  end(): void {
    this.#released = true;
    this.silence();
  }

  /** @internal Told of the end, and when the listeners end before it; returns the stop. */
  onEnd(tell: () => void): () => void {
    this.#endings.add(tell);
    return () => this.#endings.delete(tell);
  }

  /** @internal Ends every listener at once, while the channel stays held. */
  silence(): void {
    for (const end of this.#endings) end();
  }

  /** Ties a listener to this lease: gone with the release, at the latest. */
  #own(stop: () => void): () => void {
    const end = () => {
      this.#endings.delete(end);
      stop();
    };
    this.#endings.add(end);
    return end;
  }
}

const inner = (lease: ChannelLease): Lease => lease as unknown as Lease;

/** As `lease.on`, for a listener whose fields may change. */
export const listen = (lease: ChannelLease, events: readonly string[], listening: EventListening): void =>
  void inner(lease).listen(events, listening);

/** Ends every listener of a lease at once, while the channel stays held until the release. */
export const silence = (lease: ChannelLease): void => inner(lease).silence();
