import { createWebhookHandler } from '@channelkit/server';
import { noteWebhook, seenWebhooks } from '@/features/playground/webhookLog.server';
import { getPusher } from '@/server/pusher';

/** `POST`: what the service tells of channels, members and client events; only with its signature. */
export const POST = async (request: Request) =>
  createWebhookHandler(
    await getPusher(),
    {
      channel_occupied: ({ channel }) => noteWebhook(`${channel} is occupied`),
      channel_vacated: ({ channel }) => noteWebhook(`${channel} is vacated`),
      member_added: ({ channel, user_id }) => noteWebhook(`${user_id} joined ${channel}`),
      member_removed: ({ channel, user_id }) => noteWebhook(`${user_id} left ${channel}`),
      client_event: ({ channel, event, user_id }) =>
        noteWebhook(`${user_id ?? 'somebody'} sent ${event} on ${channel}`),
    },
    { seen: seenWebhooks() },
  )(request);
