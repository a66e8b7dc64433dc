import { createAuthHandler, PusherService } from '@channelkit/server';
import Pusher from 'pusher';

/** What is measured of a library. */
export interface Contender {
  authorize(channel: string, socketId: string): unknown;
  authorizePresence(channel: string, socketId: string): unknown;
  trigger(channels: string | string[], data: object): Promise<unknown>;
  batch(channels: string[], data: object): Promise<unknown>;
  /** An auth endpoint of a private channel. */
  handle(request: Request): Promise<Response>;
}

const app = { key: '278d425bdf160c739803', secret: '7ad3773142a6692b25b8' };
const member = { user_id: '7', user_info: { name: 'Ada' } };
const isSignedIn = (request: Request) => (request.headers.get('cookie') ? { id: '7' } : null);

/** The library by its package name. `appId` "slow" is answered after 20 ms. */
export function contender(name: string, port: string, appId = '3'): Contender {
  return name === 'pusher' ? official(port, appId) : ours(port, appId);
}

function official(port: string, appId: string): Contender {
  const pusher = new Pusher({ ...app, appId, host: '127.0.0.1', port, useTLS: false });
  return {
    authorize: (channel, socketId) => pusher.authorizeChannel(socketId, channel),
    authorizePresence: (channel, socketId) => pusher.authorizeChannel(socketId, channel, member),
    trigger: async (channels, data) => (await pusher.trigger(channels, 'updated', data)).text(),
    batch: async (channels, data) =>
      (await pusher.triggerBatch(channels.map((channel) => ({ channel, name: 'updated', data })))).text(),
    // As its documentation has it, with the check that ours makes too.
    handle: async (request) => {
      const form = new URLSearchParams(await request.text());
      const channel = form.get('channel_name') ?? '';
      const user = isSignedIn(request);
      if (!user || channel !== `private-user.${user.id}.orders`) return new Response(null, { status: 403 });
      return Response.json(pusher.authorizeChannel(form.get('socket_id') ?? '', channel));
    },
  };
}

function ours(port: string, appId: string): Contender {
  const pusher = new PusherService({ ...app, appId, host: '127.0.0.1', port: Number(port), tls: false });
  return {
    authorize: (channel, socketId) => pusher.authenticateChannel(channel, socketId),
    authorizePresence: (channel, socketId) => pusher.authenticateChannel(channel, socketId, member),
    trigger: async (channels, data) => pusher.trigger(channels, 'updated', data),
    batch: async (channels, data) =>
      pusher.triggerBatch(channels.map((channel) => ({ channel, event: 'updated', data }))),
    handle: createAuthHandler(pusher, {
      authenticate: isSignedIn,
      authorize: { 'private-user.{userId}.orders': ({ user, params }) => user.id === params.userId },
    }),
  };
}
