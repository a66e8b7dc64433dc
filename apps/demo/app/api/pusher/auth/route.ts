import { createAuthHandler } from '@channelkit/server';
import { channelRights as authorize } from '@/lib/server/channelRights';
import { getPusher } from '@/lib/server/pusher';
import { getVisitor as authenticate } from '@/lib/server/visitor';

export const POST = async (request: Request) =>
  createAuthHandler(await getPusher(), { authenticate, authorize })(request);
