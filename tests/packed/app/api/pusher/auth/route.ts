import { createAuthHandler } from '@channelkit/server';
import { pusher } from '../../../../lib/pusher';

export const POST = createAuthHandler(pusher, {
  authenticate: () => ({ id: '7' }),
  authorize: { 'private-invoice.{invoiceId}': ({ user, params }) => params.invoiceId === user.id },
});
