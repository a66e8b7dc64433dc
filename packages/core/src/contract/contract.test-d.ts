import { describe, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import {
  type ChannelArgument,
  channel,
  defineChannels,
  type EventInput,
  type EventOutput,
  event,
  type MessageOf,
  type PatternFor,
} from './index.ts';

const order = z.object({ orderId: z.coerce.number() });
const channels = defineChannels({
  'private-orders': { 'order.created': order, 'order.updated': order },
  'private-user.{userId}': { hello: event<{ at: number }>() },
  'private-user.{userId}.invoices': { 'payment.received': z.object({ invoiceId: z.string() }) },
  'presence-chat.{roomId}': channel({
    member: z.object({ name: z.string() }),
    events: { 'client-typing': event<{ typing: boolean }>() },
  }),
});
type Channels = typeof channels.definitions;

describe('the contract types', () => {
  it('finds the pattern of a concrete name', () => {
    expectTypeOf<PatternFor<Channels, 'private-orders'>>().toEqualTypeOf<'private-orders'>();
    expectTypeOf<
      PatternFor<Channels, 'private-user.7.invoices'>
    >().toEqualTypeOf<'private-user.{userId}.invoices'>();
    expectTypeOf<PatternFor<Channels, 'private-user.7'>>().toEqualTypeOf<'private-user.{userId}'>();
    expectTypeOf<
      PatternFor<Channels, `private-user.${string}.invoices`>
    >().toEqualTypeOf<'private-user.{userId}.invoices'>();
    expectTypeOf<PatternFor<Channels, 'nope'>>().toBeNever();
  });
  it("types what is sent as a schema's input, and what is received as its output", () => {
    expectTypeOf<EventOutput<Channels, 'private-orders', 'order.created'>>().toEqualTypeOf<{
      orderId: number;
    }>();
    expectTypeOf<EventInput<Channels, 'private-orders', 'order.created'>>().toEqualTypeOf<{
      orderId: unknown;
    }>();
  });
  it('discriminates the messages of a pattern by event', () => {
    expectTypeOf<MessageOf<Channels, 'private-orders'>['event']>().toEqualTypeOf<
      'order.created' | 'order.updated'
    >();
    expectTypeOf<MessageOf<Channels, 'presence-chat.{roomId}'>['data']>().toEqualTypeOf<{
      typing: boolean;
    }>();
  });
  it('refuses wrong channels, patterns and params', () => {
    const take = (argument: ChannelArgument<Channels>) => argument;
    take('private-orders');
    take('private-user.7.invoices');
    take({ pattern: 'private-user.{userId}', params: { userId: 7 } });
    // @ts-expect-error no such channel
    take('private-order');
    // @ts-expect-error missing params
    take({ pattern: 'private-user.{userId}' });
    // @ts-expect-error wrong key
    take({ pattern: 'private-user.{userId}', params: { id: 7 } });
    // @ts-expect-error params are missing
    channels.name('private-user.{userId}');
    expectTypeOf(channels.name('private-orders')).toEqualTypeOf<'private-orders'>();
    channels.name('private-user.{userId}', { userId: '7' });
    expectTypeOf(
      channels.name('private-user.{userId}.invoices', { userId: 7 }),
    ).toEqualTypeOf<`private-user.${string}.invoices`>();
  });
  it('takes durable as a boolean, and keeps the events of a durable channel', () => {
    const spec = channel({ durable: true, events: { 'order.created': order } });
    expectTypeOf(spec.durable).toEqualTypeOf<boolean>();
    const contract = defineChannels({ 'private-orders': spec });
    type Durable = typeof contract.definitions;
    expectTypeOf<EventOutput<Durable, 'private-orders', 'order.created'>>().toEqualTypeOf<{
      orderId: number;
    }>();
    // @ts-expect-error not a boolean
    channel({ durable: 'yes', events: {} });
  });
});
