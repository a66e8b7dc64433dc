import type { Awaitable } from '../awaitable.ts';
import { createReporter } from '../createReporter.ts';
import {
  createEndpoint,
  defaultMaxBody,
  type EndpointOptions,
  type RequestHandler,
} from '../http/createEndpoint.ts';
import { readBody, socketIdField } from '../http/readBody.ts';
import type { PusherService } from '../pusherService.ts';
import { internalsOf } from '../serviceInternals.ts';
import { sessionUser } from './sessionUser.ts';
import { type SignInUser, signUser } from './signUser.ts';

/** Options of `createUserAuthHandler`. */
export interface UserAuthHandlerOptions extends EndpointOptions {
  /** The user to sign in, null when there is no session (401). The body has been read: use headers and cookies. */
  readonly authenticate: (request: Request) => Awaitable<SignInUser | null | undefined>;
}

/** The endpoint at which a connection signs in as a user (Pusher's user authentication). Same checks as `createAuthHandler`. */
export function createUserAuthHandler<TChannels>(
  pusher: PusherService<TChannels>,
  options: UserAuthHandlerOptions,
): RequestHandler {
  const service = internalsOf(pusher);
  const report = options.onError ? createReporter(options.onError) : service.report;
  return createEndpoint({ ...options, report }, async (request) => {
    const socketId = socketIdField(await readBody(request, options.maxBody ?? defaultMaxBody));
    const user = sessionUser(await options.authenticate(request), report);
    if (service.fault) throw service.fault;
    const { ok: _, ...answer } = await signUser(service, socketId, user);
    return answer;
  });
}
