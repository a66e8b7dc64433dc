import type { ChannelEntry, Consumer } from './channelEntry.ts';
import { assertEventName } from './channelName.ts';
import { validate } from './contract.ts';
import type { ChannelMessage } from './contractTypes.ts';
import { CK106, CK201, CK306, CK307, CK310 } from './errorCodes.ts';
import { RealtimeError } from './errors.ts';
import type { EventListening } from './eventFan.ts';
import type { ReadableStore } from './store.ts';
import type { ChannelGap, ChannelLease, ChannelStatus, MembersSnapshot } from './types.ts';

/** What a lease needs from the registry. */
export interface LeaseHost {
  /** Sends a client event frame; false when the socket is gone. @throws RealtimeError CK308 over the server's rate */
  send(event: string, data: unknown, channel: string): boolean;
  /** The client has no config, or this is a server: nothing will ever be sent. */
  isDisabled(): boolean;
}

/** @throws RealtimeError CK306 for data that no frame can carry */
function assertSendable(event: string, data: unknown): void {
  try {
    if (data === undefined || JSON.stringify(data) !== undefined) return;
    throw new TypeError(`a ${typeof data} is no JSON`);
  } catch (cause) {
    const remedy = 'Send data that JSON.stringify can write: no circles, no BigInt, no functions.';
    throw new RealtimeError(CK306, `the data of "${event}" is not JSON`, { cause, remedy });
  }
}

/** One consumer's hold on an entry; the run-time half of `ChannelLease`. */
export class Lease implements Consumer {
  readonly channel: string;
  readonly isUserScoped: boolean;
  readonly status: ReadableStore<ChannelStatus>;
  readonly members: ReadableStore<MembersSnapshot>;
  readonly subscriptionCount: ReadableStore<number | null>;
  readonly #entry: ChannelEntry;
  readonly #host: LeaseHost;
  readonly #endings = new Set<() => void>();
  #released = false;

  constructor(entry: ChannelEntry, isUserScoped: boolean, host: LeaseHost) {
    this.#entry = entry;
    this.#host = host;
    this.isUserScoped = isUserScoped;
    this.channel = entry.name;
    this.status = entry.status;
    this.members = entry.members.store;
    this.subscriptionCount = entry.subscriptionCount;
    entry.hold(this);
  }

  get lastMessage(): ChannelMessage | null {
    return this.#entry.lastMessage;
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
    const { kind, name, description } = this.#entry;
    assertEventName(event);
    if (!event.startsWith('client-') || (kind !== 'private' && kind !== 'presence')) {
      throw new RealtimeError(CK306, `"${event}" on the ${kind} channel "${name}"`);
    }
    const definition = description?.events[event];
    if (description && !definition) throw new RealtimeError(CK106, `"${event}" is no event of "${name}"`);
    const checked = definition ? validate(definition, data, `event "${event}"`) : null;
    if (checked?.ok === false) throw checked.error;
    assertSendable(event, data);
    if (this.#host.isDisabled()) throw new RealtimeError(CK201, `"${event}" on "${name}" cannot be sent`);
    await this.#whenLive();
    if (!this.#host.send(event, data, name))
      throw new RealtimeError(CK307, `"${event}" on "${name}": the socket is gone`);
  }

  retry(): void {
    if (!this.#released) this.#entry.retry();
  }

  release(): void {
    if (this.#released) return;
    this.end();
    this.#entry.letGo(this);
  }

  /** @internal */
  end(): void {
    this.#released = true;
    this.silence();
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

  #whenLive(): Promise<void> {
    return new Promise((resolve, reject) => {
      const { name } = this.#entry;
      let stop = () => {};
      const check = (): boolean => {
        const status = this.status.getSnapshot();
        if (this.#released) reject(new RealtimeError(CK310, `channel "${name}" was given back`));
        else if (status.isLive) resolve();
        else if (status.status === 'failed') reject(status.error);
        else return false;
        stop();
        return true;
      };
      if (check()) return;
      const unsubscribe = this.status.subscribe(check);
      const end = () => check();
      this.#endings.add(end);
      stop = () => {
        unsubscribe();
        this.#endings.delete(end);
      };
    });
  }
}

const inner = (lease: ChannelLease): Lease => lease as unknown as Lease;

/** As `lease.on`, for a listener whose fields may change. */
export const listen = (lease: ChannelLease, events: readonly string[], listening: EventListening): void =>
  void inner(lease).listen(events, listening);

/** Ends every listener of a lease at once, while the channel stays held until the release. */
export const silence = (lease: ChannelLease): void => inner(lease).silence();
