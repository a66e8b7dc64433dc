import type { SignInUser } from './channelAuth.ts';
import {
  type Awaitable,
  createEndpoint,
  defaultMaxBody,
  type EndpointOptions,
  type RequestHandler,
} from './endpoint.ts';
import { RequestProblem } from './problem.ts';
import type { PusherService } from './pusherService.ts';
import { readFields } from './requestBody.ts';
import { isSocketId } from './socketId.ts';

/** Options of `createUserAuthHandler`. */
export interface UserAuthHandlerOptions extends EndpointOptions {
  /** The user of the session as it signs in, null without one (401). The body has been read: look at headers and cookies. */
  readonly authenticate: (request: Request) => Awaitable<SignInUser | null | undefined>;
}

/** The endpoint at which a connection signs in as a user (Pusher's user authentication); checks as `createAuthHandler`. */
export function createUserAuthHandler<TChannels>(
  pusher: PusherService<TChannels>,
  options: UserAuthHandlerOptions,
): RequestHandler {
  return createEndpoint(options, async (request) => {
    const { socket_id: socketId } = await readFields(
      request,
      ['socket_id'],
      options.maxBody ?? defaultMaxBody,
    );
    if (!isSocketId(socketId)) throw new RequestProblem(400, 'The field socket_id is missing or malformed.');
    const user = await options.authenticate(request);
    if (!user) throw new RequestProblem(401, 'There is no session.');
    const signed = await pusher.authenticateUser(socketId, user);
    if (!signed.ok) throw signed.error;
    const { ok: _, ...answer } = signed;
    return answer;
  });
}
