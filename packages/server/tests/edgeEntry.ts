import { channel, defineChannels, event } from '@channelkit/core/contract';
import {
  type AuthorizeTable,
  createAuthHandler,
  createEventLog,
  createResumeHandler,
  createWebhookHandler,
  PusherService,
} from '../src/index.ts';
import { createMemoryDatabase } from '../src/testing/index.ts';
import { config, channels as shared, silent } from './fixtures.ts';

const channels = defineChannels({
  ...shared.definitions,
  'private-jobs': channel({ durable: true, events: { done: event<{ job: number }>() } }),
});

/** All handlers of an application, as its worker would make them. */
export function createHandlers(host: string, port: number) {
  const pusher = new PusherService({ ...config, host, port, tls: false }, { channels, ...silent });
  const told: string[] = [];
  const authorize: AuthorizeTable<typeof channels.definitions, string> = {
    'private-orders': () => true,
    'private-jobs': ({ user }) => user === '7',
    'private-user.{userId}.orders': ({ user, params }) => user === params.userId,
    'private-encrypted-diary.{userId}': ({ user, params }) => user === params.userId,
    'presence-chat.{roomId}': ({ user }) => ({ user_id: user, user_info: { name: user } }),
  };
  const authenticate = (request: Request) => request.headers.get('x-session') || null;
  const auth = createAuthHandler(pusher, { authenticate, authorize });
  const database = createMemoryDatabase();
  const log = createEventLog(pusher, database.port);
  const resume = createResumeHandler(pusher, log, { authenticate, authorize });
  const finish = (job: number) =>
    database.transaction((tx) => log.append(tx, { channel: 'private-jobs', event: 'done', data: { job } }));
  const webhook = createWebhookHandler(pusher, { channel_vacated: ({ channel }) => told.push(channel) });
  return { pusher, auth, webhook, told, log, resume, finish };
}
