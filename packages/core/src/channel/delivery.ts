import type { ClientContext } from '../context.ts';
import { isCacheChannel } from '../contract/channelName.ts';
import type { ChannelContract } from '../contract/contract.ts';
import type { ChannelMessage } from '../contract/contractTypes.ts';
import { type ChannelDescription, describeChannel } from '../contract/resolveChannel.ts';
import { validate } from '../contract/validation.ts';
import { continuityKey } from '../lib/position.ts';
import type { InvalidEvent } from '../options.ts';
import type { Channel } from './channel.ts';

/** What is known of an event besides its payload. */
export type EventStamp = Pick<ChannelMessage, 'userId' | 'id' | 'sentAt' | 'replayed'>;

/** Brings a channel's events to its listeners: validates them by the newest contract, stamps them and keeps the last one of a cache channel. */
export class Delivery {
  readonly #channel: Channel;
  readonly #context: ClientContext;
  readonly #onInvalid: (invalid: InvalidEvent) => void;
  #described: { by: ChannelContract<never> | undefined; as: ChannelDescription | null } | null = null;

  /** @param onInvalid - Called instead of the listeners with a payload that the contract refuses. */
  constructor(channel: Channel, context: ClientContext, onInvalid: (invalid: InvalidEvent) => void) {
    this.#channel = channel;
    this.#context = context;
    this.#onInvalid = onInvalid;
  }

  /** What the newest contract says; a channel may outlive the one it was first held with (hot reload). */
  get description(): ChannelDescription | null {
    const by = this.#context.contract();
    if (!this.#described || this.#described.by !== by)
      this.#described = { by, as: describeChannel(by, this.#channel.name) };
    return this.#described.as;
  }

  receive(event: string, data: unknown, stamp: EventStamp | null): void {
    const receivedAt = this.#context.timers.now();
    const channel = this.#channel.name;
    const description = this.description;
    let value = data;
    if (description) {
      const { events, durable } = description;
      if (durable) value = withoutEnvelope(data);
      const definition = Object.hasOwn(events, event) ? events[event] : undefined;
      if (!definition) return this.#context.emit({ type: 'unknown', channel, event });
      const result = validate(definition, value, `event "${event}" on "${channel}"`);
      if (!result.ok) return this.#onInvalid({ channel, event, error: result.error });
      value = result.value;
    }
    const message: ChannelMessage = { event, data: value, channel, receivedAt, ...stamp };
    if (isCacheChannel(channel) && !event.startsWith('client-')) this.#keep(message);
    this.#context.emit({ type: 'message', message, pattern: description?.pattern ?? null });
    this.#channel.listeners.deliver(message);
  }

  /** The server has no event to start a cache channel with. */
  cacheMiss(): void {
    this.#channel.lastMessage = null;
    this.#channel.cacheMiss.set(true);
    this.#channel.cacheMisses.emit();
  }

  /** Forgets the last event of a cache channel. */
  forget(): void {
    this.#keep(null);
  }

  #keep(message: ChannelMessage | null): void {
    this.#channel.lastMessage = message;
    this.#channel.cacheMiss.set(false);
  }
}

/** A payload as the application sent it, without what the log added. */
function withoutEnvelope(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || !(continuityKey in data)) return data;
  const { [continuityKey]: _, ...payload } = data;
  return payload;
}
