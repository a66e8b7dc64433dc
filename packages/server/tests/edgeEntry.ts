import { createAuthHandler, createWebhookHandler, PusherService } from '../src/index.ts';
import { channels, config, silent } from './fixtures.ts';

/** All handlers of an application, as its worker would make them. */
export function createHandlers(host: string, port: number) {
  const pusher = new PusherService({ ...config, host, port, tls: false }, { channels, ...silent });
  const told: string[] = [];
  const auth = createAuthHandler(pusher, {
    authenticate: (request) => request.headers.get('x-session') || null,
    authorize: {
      'private-orders': () => true,
      'private-user.{userId}.orders': ({ user, params }) => user === params.userId,
      'private-encrypted-diary.{userId}': ({ user, params }) => user === params.userId,
      'presence-chat.{roomId}': ({ user }) => ({ user_id: user, user_info: { name: user } }),
    },
  });
  const webhook = createWebhookHandler(pusher, { channel_vacated: ({ channel }) => told.push(channel) });
  return { pusher, auth, webhook, told };
}
