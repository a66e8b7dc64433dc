import { createAuthHandler } from '@channelkit/server';
import { pusher } from '../pusher.server';
import type { Route } from './+types/auth';

const authorize = createAuthHandler(pusher, {
  authenticate: () => ({ id: 'cook' }), // read your session here; null is answered with 401
  authorize: { 'private-kitchen': ({ user }) => user.id === 'cook' }, // false is answered with 403
});

export const action = ({ request }: Route.ActionArgs) => authorize(request);
