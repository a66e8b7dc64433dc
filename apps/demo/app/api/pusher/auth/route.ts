import { createAuthHandler } from '@channelkit/server';
import { getVisitor as authenticate } from '@/features/session/visitor.server';
import { channelRights as authorize } from '@/server/channelRights';
import { getPusher } from '@/server/pusher';

export const POST = async (request: Request) =>
  createAuthHandler(await getPusher(), { authenticate, authorize })(request);
