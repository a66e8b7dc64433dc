import {
  type ChannelContract,
  type ChannelSpec,
  channel,
  defineChannels,
  type EventType,
  event,
} from '@channelkit/core';

type Order = ChannelSpec<{ readonly changed: EventType<{ readonly version: number }> }, EventType<unknown>>;

/** Orders whose channels are durable, and others whose are not. */
export interface OrderChannels {
  readonly 'private-durable-{id}': Order;
  readonly 'private-plain-{id}': Order;
}

const events = { changed: event<{ readonly version: number }>() };

/** The contract of the clients and their back end. */
export const orderChannels: ChannelContract<OrderChannels> = defineChannels({
  'private-durable-{id}': channel({ durable: true, events }),
  'private-plain-{id}': channel({ events }),
});
