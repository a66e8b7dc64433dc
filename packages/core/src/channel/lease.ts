import type { ClientContext } from '../context.ts';
import type { ChannelMessage } from '../contract/contractTypes.ts';
import type { ReadableStore } from '../lib/store.ts';
import type { ChannelGap, ChannelLease, ChannelStatus, MembersSnapshot } from '../types.ts';
import type { Channel, Holder } from './channel.ts';
import type { EventListening } from './eventListeners.ts';
import type { sendClientEvent } from './sendClientEvent.ts';

/** What all leases of a client share. */
export interface LeaseSetup {
  readonly context: ClientContext;
  /** Loads the code that sends client events. */
  readonly loadSender: () => Promise<{ readonly sendClientEvent: typeof sendClientEvent }>;
  /** A retry was asked for: a connection that waits should not. */
  readonly hurry: () => void;
}

/** One holder's claim on a channel: the run-time half of `ChannelLease`. */
export class Lease implements Holder {
  readonly isUserScoped: boolean;
  readonly #channel: Channel;
  readonly #setup: LeaseSetup;
  readonly #endings = new Set<() => void>();
  #isReleased = false;

  constructor(channel: Channel, isUserScoped: boolean, setup: LeaseSetup) {
    this.#channel = channel;
    this.#setup = setup;
    this.isUserScoped = isUserScoped;
    channel.hold(this);
  }

  get channel(): string {
    return this.#channel.name;
  }

  get status(): ReadableStore<ChannelStatus> {
    return this.#channel.status;
  }

  get members(): ReadableStore<MembersSnapshot> {
    return this.#channel.members;
  }

  get subscriptionCount(): ReadableStore<number | null> {
    return this.#channel.subscriptionCount;
  }

  get cacheMiss(): ReadableStore<boolean> {
    return this.#channel.cacheMiss;
  }

  get lastMessage(): ChannelMessage | null {
    return this.#channel.lastMessage;
  }

  /** @internal */
  get isReleased(): boolean {
    return this.#isReleased;
  }

  on(
    event: string | readonly string[],
    listener: (data: unknown, message: ChannelMessage) => void,
  ): () => void {
    const events = typeof event === 'string' ? [event] : [...new Set(event)];
    return this.listen(events, { handler: listener, message: undefined, isListening: false });
  }

  /** @internal Like `on`, for a listener whose handler may change. */
  listen(events: readonly string[], listening: EventListening): () => void {
    if (this.#isReleased) return () => {};
    const { listeners } = this.#channel;
    listeners.add(events, listening);
    return this.#untilEnd(() => listeners.remove(events, listening));
  }

  onGap(listener: (gap: ChannelGap) => void): () => void {
    return this.#isReleased ? () => {} : this.#untilEnd(this.#channel.gaps.subscribe(listener));
  }

  onCacheMiss(listener: () => void): () => void {
    return this.#isReleased ? () => {} : this.#untilEnd(this.#channel.cacheMisses.subscribe(listener));
  }

  async trigger(event: string, data: unknown): Promise<void> {
    const { context, loadSender } = this.#setup;
    const { sendClientEvent } = await loadSender();
    return sendClientEvent({ event, data, lease: this, channel: this.#channel, context });
  }

  retry(): void {
    if (this.#isReleased) return;
    this.#setup.context.queue.batch(() => {
      this.#channel.subscription?.retry();
      this.#setup.hurry();
    });
  }

  /** After the last lease the channel's grace begins (`Channel.release`). */
  release(): void {
    this.#setup.context.queue.batch(() => {
      this.end();
      this.#channel.release(this);
    });
  }

  /** @internal */
  end(): void {
    this.#isReleased = true;
    this.silence();
  }

  /** @internal Calls back when the lease ends, or its listeners do. Returns the unsubscribe function. */
  onEnd(notify: () => void): () => void {
    this.#endings.add(notify);
    return () => this.#endings.delete(notify);
  }

  /** @internal Ends every listener at once; the channel stays held. */
  silence(): void {
    for (const end of this.#endings) end();
  }

  /** Ties a listener to this lease. */
  #untilEnd(stop: () => void): () => void {
    const end = () => {
      this.#endings.delete(end);
      stop();
    };
    this.#endings.add(end);
    return end;
  }
}

const inner = (lease: ChannelLease): Lease => lease as unknown as Lease;

/** Like `lease.on`, for a listener whose fields may change. */
export const listen = (lease: ChannelLease, events: readonly string[], listening: EventListening): void =>
  void inner(lease).listen(events, listening);

/** Ends every listener of a lease at once; the channel stays held until the release. */
export const silence = (lease: ChannelLease): void => inner(lease).silence();
