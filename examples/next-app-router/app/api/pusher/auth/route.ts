import { createAuthHandler } from '@channelkit/server';
import { pusher } from '@/lib/pusher';

export const POST = createAuthHandler(pusher, {
  authenticate: () => ({ id: 'you' }), // read your session here; null is answered with 401
  authorize: { 'private-invoices': ({ user }) => user.id === 'you' }, // false is answered with 403
});
