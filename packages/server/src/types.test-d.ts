import { channel, defineChannels, event } from '@channelkit/core/contract';
import { describe, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import type { AuthorizeTable, EventLogPort, GuardedPattern, RequestHandler, TriggerResult } from './index.ts';
import {
  configFromEnv,
  createAuthHandler,
  createEventLog,
  createResumeHandler,
  createWebhookHandler,
  PusherService,
} from './index.ts';

const order = z.object({ orderId: z.coerce.number<string>() });
const channels = defineChannels({
  news: { headline: event<{ text: string }>() },
  'private-orders': { 'order.created': order, 'order.updated': order },
  'private-user.{userId}.orders': { 'order.updated': order },
  'private-encrypted-diary.{userId}': { entry: event<{ text: string }>() },
  'presence-chat.{roomId}': channel({
    member: z.object({ name: z.string() }),
    events: { 'new-message': event<{ text: string }>() },
  }),
});
const config = configFromEnv({});
const pusher = new PusherService(config, { channels });
const untyped = new PusherService(config);
const data = { orderId: '7' };

describe('trigger', () => {
  it('accepts channels, events and payloads of the contract, the input of a schema', () => {
    expectTypeOf(
      pusher.trigger('private-orders', 'order.updated', data),
    ).resolves.toEqualTypeOf<TriggerResult>();
    void pusher.trigger('private-user.7.orders', 'order.updated', data, { socketId: '1.2' });
    void pusher.trigger(
      { pattern: 'private-user.{userId}.orders', params: { userId: 7 } },
      'order.updated',
      data,
    );
    void pusher.trigger(channels.name('presence-chat.{roomId}', { roomId: 1 }), 'new-message', { text: '' });
    void untyped.trigger('anything', 'at-all', new Date());
  });
  it('rejects everything else', () => {
    expectTypeOf(pusher.channels).not.toBeAny();
    // @ts-expect-error no such channel
    void pusher.trigger('private-order', 'order.updated', data);
    // @ts-expect-error no such event on this channel
    void pusher.trigger('news', 'order.updated', data);
    // @ts-expect-error the payload of another event
    void pusher.trigger('private-orders', 'order.updated', { text: '' });
    // @ts-expect-error the schema's output is not its input
    void pusher.trigger('private-orders', 'order.updated', { orderId: 7 });
    // @ts-expect-error params are missing
    void pusher.trigger({ pattern: 'private-user.{userId}.orders' }, 'order.updated', data);
  });
});

describe('triggerBatch', () => {
  it('accepts events that all channels have', () => {
    const sent = pusher.triggerBatch(['private-orders', 'private-user.7.orders'], 'order.updated', data);
    expectTypeOf(sent).resolves.toEqualTypeOf<TriggerResult>();
    // @ts-expect-error only one of them has the event
    void pusher.triggerBatch(['private-orders', 'private-user.7.orders'], 'order.created', data);
  });
  it('accepts a list of different events', () => {
    const sent = pusher.triggerBatch([
      { channel: 'private-orders', event: 'order.created', data },
      { channel: 'news', event: 'headline', data: { text: '' } },
    ]);
    expectTypeOf(sent).resolves.toEqualTypeOf<TriggerResult>();
    // @ts-expect-error the payload of another event
    void pusher.triggerBatch([{ channel: 'news', event: 'headline', data }]);
  });
});

describe('createAuthHandler', () => {
  const authenticate = (request: Request) =>
    request.headers.has('cookie') ? { id: 7, name: 'Ada', secretNote: '' } : null;

  it('requires one rule for every guarded pattern and no other', () => {
    expectTypeOf<GuardedPattern<typeof channels.definitions>>().toEqualTypeOf<
      | 'private-orders'
      | 'private-user.{userId}.orders'
      | 'private-encrypted-diary.{userId}'
      | 'presence-chat.{roomId}'
    >();
    createAuthHandler(pusher, {
      authenticate: async (request) => (request.headers.has('cookie') ? { id: 7, name: 'Ada' } : undefined),
      authorize: {
        'private-orders': async ({ user }) => user.id === 7,
        'private-user.{userId}.orders': ({ user, params }) => {
          expectTypeOf(params).toEqualTypeOf<{ readonly userId: string }>();
          expectTypeOf(user).toEqualTypeOf<{ id: number; name: string }>();
          return String(user.id) === params.userId;
        },
        'private-encrypted-diary.{userId}': () => false,
        'presence-chat.{roomId}': ({ user }) => ({ user_id: user.id, user_info: { name: user.name } }),
      },
    });
    createAuthHandler(untyped, {
      authenticate,
      authorize: { 'private-{x}': ({ user, params }) => user.name === params.x },
    });
  });
  it('does not compile while a rule is missing', () => {
    const handler = createAuthHandler(pusher, {
      authenticate,
      // @ts-expect-error no rule for presence-chat.{roomId}
      authorize: {
        'private-orders': () => true,
        'private-user.{userId}.orders': () => true,
        'private-encrypted-diary.{userId}': () => true,
      },
    });
    expectTypeOf(handler).toEqualTypeOf<RequestHandler>();
  });
  it('rejects true and a member that does not fit', () => {
    type Rule = AuthorizeTable<typeof channels.definitions, { id: number }>['presence-chat.{roomId}'];
    expectTypeOf<() => false>().toExtend<Rule>();
    expectTypeOf<() => Promise<{ user_id: number; user_info: { name: string } }>>().toExtend<Rule>();
    expectTypeOf<() => true>().not.toExtend<Rule>();
    expectTypeOf<() => { user_id: number }>().not.toExtend<Rule>();
    expectTypeOf<() => { user_id: number; user_info: { name: number } }>().not.toExtend<Rule>();
  });
});

describe('createWebhookHandler', () => {
  it('passes each function the event of its kind', () => {
    createWebhookHandler(pusher, {
      member_added: (told) => expectTypeOf(told.user_id).toEqualTypeOf<string>(),
      subscription_count: (told) => expectTypeOf(told.subscription_count).toEqualTypeOf<number>(),
    });
    // @ts-expect-error no such kind
    createWebhookHandler(pusher, { member_adde: () => {} });
  });
});

describe('createEventLog', () => {
  it('accepts events of the contract and transactions of its port', () => {
    const log = createEventLog(pusher, {} as EventLogPort<{ tx: true }>);
    const appended = log.append({ tx: true }, { channel: 'news', event: 'headline', data: { text: '' } });
    expectTypeOf(appended).resolves.toBeVoid();
    void log.positions([
      'private-orders',
      { pattern: 'private-user.{userId}.orders', params: { userId: 7 } },
    ]);
    // @ts-expect-error no such event
    void log.append({ tx: true }, { channel: 'news', event: 'order.updated', data });
    // @ts-expect-error no such channel
    void log.positions(['private-order']);
    // @ts-expect-error not a transaction of the port
    void log.append({}, { channel: 'news', event: 'headline', data: { text: '' } });
  });
  it('fits the resume handler, with the rights of the auth handler', () => {
    const log = createEventLog(pusher, {} as EventLogPort<{ tx: true }>);
    const rights = {
      authenticate: () => ({ id: 7 }),
      authorize: {
        'private-orders': () => true,
        'private-user.{userId}.orders': ({ params }) => params.userId === '7',
        'private-encrypted-diary.{userId}': () => true,
        'presence-chat.{roomId}': () => ({ user_id: 7, user_info: { name: '' } }),
      } satisfies AuthorizeTable<typeof channels.definitions, { id: number }>,
    };
    expectTypeOf(createAuthHandler(pusher, rights)).toEqualTypeOf<RequestHandler>();
    expectTypeOf(
      createResumeHandler(pusher, log, { ...rights, maxEvents: 10 }),
    ).toEqualTypeOf<RequestHandler>();
  });
});
