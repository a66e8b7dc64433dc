import { type ChannelMessage, channel, defineChannels, event, type RealtimeClient } from '@channelkit/core';
import type { ReactElement } from 'react';
import { describe, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { createRealtimeHooks, PusherProvider, usePusherEvent as useAnyEvent } from '../src/index.ts';
import { createRealtimeWrapper } from '../src/testing/index.tsx';

const order = z.object({ orderId: z.coerce.number() });
const channels = defineChannels({
  'private-orders': { 'order.created': order, 'order.updated': event<{ orderId: number; status: string }>() },
  'private-user.{userId}': { notice: event<{ text: string }>() },
  'private-user.{userId}.invoices': { 'payment.received': event<{ invoiceId: string }>() },
  'presence-chat.{roomId}': channel({
    member: z.object({ name: z.string() }),
    events: { message: event<{ text: string }>(), 'client-typing': event<{ typing: boolean }>() },
  }),
});
type Channels = typeof channels.definitions;
const hooks = createRealtimeHooks(channels, { userChannel: 'private-user.{userId}' });
const {
  useChannel,
  useChannels,
  useGap,
  useLiveRefresh,
  usePresence,
  usePusherContext,
  usePusherEvent,
  useUserChannel,
} = hooks;

describe('usePusherEvent of a contract', () => {
  it("accepts the events of the user's channel by default", () => {
    const { data, message } = usePusherEvent('notice', (payload, { event: name }) => {
      expectTypeOf(payload).toEqualTypeOf<{ text: string }>();
      expectTypeOf(name).toEqualTypeOf<'notice'>();
    });
    expectTypeOf(data).toEqualTypeOf<{ text: string } | undefined>();
    expectTypeOf(message).toEqualTypeOf<ChannelMessage<'notice', { text: string }> | undefined>();
    usePusherEvent('notice', null, { enabled: false });
    // @ts-expect-error an event of another channel
    usePusherEvent('order.created');
  });

  it('accepts the events of the named channel', () => {
    const { data } = usePusherEvent('order.created', null, { channel: 'private-orders' });
    expectTypeOf(data).toEqualTypeOf<{ orderId: number } | undefined>();
    usePusherEvent(
      ['order.created', 'order.updated'],
      (payload, message) => {
        expectTypeOf(payload).toEqualTypeOf<{ orderId: number } | { orderId: number; status: string }>();
        if (message.event === 'order.updated') expectTypeOf(message.data.status).toBeString();
      },
      { channel: 'private-orders' },
    );
    usePusherEvent('payment.received', ({ invoiceId }) => expectTypeOf(invoiceId).toBeString(), {
      channel: { pattern: 'private-user.{userId}.invoices', params: { userId: 7 } },
    });
    const room = 'presence-chat.1' as `presence-chat.${string}` | null;
    expectTypeOf(usePusherEvent('message', undefined, { channel: room }).data).toEqualTypeOf<
      { text: string } | undefined
    >();
    // @ts-expect-error no such event on this channel
    usePusherEvent('notice', null, { channel: 'private-orders' });
    // @ts-expect-error no such channel
    usePusherEvent('order.created', null, { channel: 'private-order' });
    // @ts-expect-error params wanted
    usePusherEvent('message', null, { channel: { pattern: 'presence-chat.{roomId}' } });
    // @ts-expect-error another param
    usePusherEvent('message', null, { channel: { pattern: 'presence-chat.{roomId}', params: { room: 1 } } });
    // @ts-expect-error a payload that the event does not have
    usePusherEvent('order.created', (payload: { id: string }) => payload.id, { channel: 'private-orders' });
  });

  it('receives all events with "*"', () => {
    usePusherEvent(
      '*',
      (_, message) => expectTypeOf(message.event).toEqualTypeOf<'message' | 'client-typing'>(),
      {
        channel: 'presence-chat.1',
      },
    );
  });

  it('returns the state of reduce as data', () => {
    const { data } = usePusherEvent(['order.created', 'order.updated'], null, {
      channel: 'private-orders',
      reduce: (count, message) => count + message.data.orderId,
      initial: 0,
    });
    expectTypeOf(data).toBeNumber();
    const own = usePusherEvent('notice', null, {
      reduce: (texts: string[], { data: { text } }) => [...texts, text],
      initial: [],
    });
    expectTypeOf(own.data).toEqualTypeOf<string[]>();
    // @ts-expect-error reduce without a beginning
    usePusherEvent('notice', null, { reduce: (count: number) => count + 1 });
  });

  it('requires a channel if no user channel is configured', () => {
    const { usePusherEvent: useEvent } = createRealtimeHooks(channels);
    const { data } = useEvent('order.created', null, { channel: 'private-orders' });
    expectTypeOf(data).toEqualTypeOf<{ orderId: number } | undefined>();
    // @ts-expect-error there is no user channel
    useEvent('order.created');
  });
});

describe('the other hooks of a contract', () => {
  it('accept its channels and no others', () => {
    expectTypeOf(useChannel('private-orders').isLive).toBeBoolean();
    useChannel(null);
    useChannels(['private-orders', 'presence-chat.1']);
    useGap('private-orders', ({ since }) => expectTypeOf(since).toBeNumber());
    useLiveRefresh({ pattern: 'presence-chat.{roomId}', params: { roomId: 1 } }, () => {}, { wait: 10 });
    // @ts-expect-error no such channel
    useChannel('orders');
    // @ts-expect-error no such channel
    useChannels(['private-orders', 'nope']);
    // @ts-expect-error no such channel
    useGap('orders', () => {});
    // @ts-expect-error no such channel
    useLiveRefresh('orders', () => {});
    // @ts-expect-error no such channel
    usePresence('presence-room');
  });

  it('send client events only with their payloads', () => {
    const { trigger, status, liveSince } = useChannel('presence-chat.1');
    expectTypeOf(trigger('client-typing', { typing: true })).toEqualTypeOf<Promise<void>>();
    // @ts-expect-error wrong payload
    void trigger('client-typing', { typing: 'yes' });
    // @ts-expect-error not a client event
    void trigger('message', { text: '' });
    if (status === 'subscribed') expectTypeOf(liveSince).toBeNumber();
  });

  it('know the members of a presence channel', () => {
    const { members, me } = usePresence('presence-chat.1');
    expectTypeOf(members[0]?.info).toEqualTypeOf<{ name: string } | undefined>();
    expectTypeOf(me?.info).toEqualTypeOf<{ name: string } | undefined>();
    expectTypeOf(
      usePresence('presence-chat.1', (room) => room.members.map(({ info }) => info.name)),
    ).toEqualTypeOf<string[]>();
    usePresence({ pattern: 'presence-chat.{roomId}', params: { roomId: 1 } });
    // @ts-expect-error nobody is a member of a channel that is no presence channel
    usePresence('private-orders');
    // @ts-expect-error nor by its pattern
    usePresence({ pattern: 'private-user.{userId}', params: { userId: 1 } });
  });

  it('know the channels of the user', () => {
    expectTypeOf(useUserChannel('private-user.{userId}.invoices')).toEqualTypeOf<
      `private-user.${string}.invoices` | null
    >();
    // @ts-expect-error not a pattern of a user
    useUserChannel('presence-chat.{roomId}');
  });

  it('return the client of the contract', () => {
    expectTypeOf(usePusherContext().client).toEqualTypeOf<RealtimeClient<Channels>>();
  });
});

describe('the hooks without a contract', () => {
  it('accept the payload as a type argument', () => {
    const { data } = useAnyEvent<{ id: number }>('any', (payload) =>
      expectTypeOf(payload).toEqualTypeOf<{ id: number }>(),
    );
    expectTypeOf(data).toEqualTypeOf<{ id: number } | undefined>();
    expectTypeOf(useAnyEvent('any').data).toBeUnknown();
    const list = useAnyEvent<number, number[]>('any', null, {
      channel: 'x',
      reduce: (all, message) => [...all, message.data],
      initial: [],
    });
    expectTypeOf(list.data).toEqualTypeOf<number[]>();
  });
});

describe('the provider', () => {
  it('returns an element: the types of React 18.2 accept no other component', () => {
    expectTypeOf<ReturnType<typeof PusherProvider>>().toEqualTypeOf<ReactElement>();
    expectTypeOf<ReturnType<typeof hooks.PusherProvider>>().toEqualTypeOf<ReactElement>();
    const { wrapper } = createRealtimeWrapper();
    expectTypeOf<ReturnType<typeof wrapper>>().toEqualTypeOf<ReactElement>();
  });

  it('accepts a config or a client, but no options with a client', () => {
    const client = {} as RealtimeClient<Channels>;
    expectTypeOf(PusherProvider<Channels>)
      .parameter(0)
      .toHaveProperty('userId');
    void (
      <PusherProvider
        config={{ key: 'k', cluster: 'eu' }}
        userId={7}
        userChannel="user.{userId}"
        auth={{ endpoint: '/a' }}
      />
    );
    void (<PusherProvider config={null} />);
    void (<PusherProvider client={client} />);
    void [<hooks.PusherProvider key="a" config={null} />, <hooks.PusherProvider key="b" client={client} />];
    // @ts-expect-error neither
    void (<PusherProvider />);
    // @ts-expect-error the client has its own
    void (<PusherProvider client={client} auth={{ endpoint: '/a' }} />);
    // @ts-expect-error a contract it has already
    void (<hooks.PusherProvider config={null} channels={channels} />);
    // @ts-expect-error no such pattern
    createRealtimeHooks(channels, { userChannel: 'user.{userId}' });
  });
});
