import { channelKind } from '@channelkit/core/contract/internal';
import { createReporter } from '../createReporter.ts';
import { isChannelName } from '../http/channelName.ts';
import { createEndpoint, defaultMaxBody, type RequestHandler } from '../http/createEndpoint.ts';
import { RequestProblem } from '../http/requestProblem.ts';
import type { PusherService } from '../pusherService.ts';
import { internalsOf } from '../serviceInternals.ts';
import type { AuthHandlerOptions } from './authTypes.ts';
import { type Asked, createRights } from './createRights.ts';
import { readAuthRequest } from './readAuthRequest.ts';
import { sessionUser } from './sessionUser.ts';
import { signChannel } from './signChannel.ts';

/**
 * The endpoint that authorizes subscriptions, as a Next.js route handler or for any server that takes `Request → Response`: 401 without a
 * user, 403 without the right or for a channel that no rule covers, 200 with the signature otherwise. Takes form and JSON bodies, with one
 * channel or a batch of at most 200, each of which gets a verdict of its own; the rules of a batch run side by side. Only pages of the same
 * origin may call it, unless `allowedOrigins` lists others.
 * @throws RealtimeError CK612 at once, when a guarded pattern of the contract has no rule or a rule has no pattern
 */
export function createAuthHandler<TChannels, TUser>(
  pusher: PusherService<TChannels>,
  options: AuthHandlerOptions<TChannels, TUser>,
): RequestHandler {
  const service = internalsOf(pusher);
  const report = options.onError ? createReporter(options.onError) : service.report;
  const rights = createRights<TUser>(options.authorize, service.channels);

  const sign = async (asked: Asked<TUser>) => {
    const { channel, socketId } = asked;
    const allowed = isChannelName(channel) && channelKind(channel) !== 'public' && (await rights(asked));
    if (!allowed) throw new RequestProblem(403, 'This user may not join the channel.');
    if (service.fault) throw service.fault;
    const member = allowed === true ? undefined : allowed;
    const { ok: _, ...answer } = await signChannel(service, { channel, socketId, member });
    return answer;
  };

  /** The verdict on one channel of a batch. What fails there harms no other channel. */
  const verdict = async (asked: Asked<TUser>) => {
    if (!isChannelName(asked.channel)) return { status: 400 };
    try {
      return { status: 200, answer: await sign(asked) };
    } catch (error) {
      if (error instanceof RequestProblem) return { status: error.status };
      report(error);
      return { status: 500 };
    }
  };

  return createEndpoint({ ...options, report }, async (request) => {
    const { socketId, form, channels } = await readAuthRequest(request, options.maxBody ?? defaultMaxBody);
    const user = sessionUser(await options.authenticate(request), report);
    if (form === 'single') return sign({ user, request, channel: channels[0] as string, socketId });
    const verdicts = await Promise.all(
      channels.map(async (channel) => {
        const { status, answer } = await verdict({ user, request, channel, socketId });
        return [channel, { status, ...(form === 'batch' || !answer ? answer : { data: answer }) }] as const;
      }),
    );
    const answers = Object.fromEntries(verdicts);
    return form === 'batch' ? { channels: answers } : answers;
  });
}
