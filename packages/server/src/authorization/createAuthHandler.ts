import { assertChannelName, channelKind, describeChannel } from '@channelkit/core/contract/internal';
import { createReporter } from '../createReporter.ts';
import { createEndpoint, defaultMaxBody, type RequestHandler } from '../http/createEndpoint.ts';
import { readFields } from '../http/readFields.ts';
import { RequestProblem } from '../http/requestProblem.ts';
import { isSocketId } from '../http/socketId.ts';
import type { PusherService } from '../pusherService.ts';
import { internalsOf } from '../serviceInternals.ts';
import type { AuthHandlerOptions } from './authTypes.ts';
import { readRules } from './readRules.ts';
import { sessionUser } from './sessionUser.ts';
import { type PresenceMember, signChannel } from './signChannel.ts';

const forbidden = () => new RequestProblem(403, 'This user may not join the channel.');

/**
 * The endpoint that authorizes subscriptions, as a Next.js route handler or for any server that takes `Request → Response`: 401 without a
 * user, 403 without the right or for a channel that no rule covers, 200 with the signature otherwise. Takes form and JSON bodies. Only
 * pages of the same origin may call it, unless `allowedOrigins` lists others.
 * @throws RealtimeError CK612 at once, when a guarded pattern of the contract has no rule or a rule has no pattern
 */
export function createAuthHandler<TChannels, TUser>(
  pusher: PusherService<TChannels>,
  options: AuthHandlerOptions<TChannels, TUser>,
): RequestHandler {
  const service = internalsOf(pusher);
  const report = options.onError ? createReporter(options.onError) : service.report;
  const { rules, contract } = readRules<TUser>(options.authorize, service.channels);

  return createEndpoint({ ...options, report }, async (request) => {
    const fields = await readFields(
      request,
      ['socket_id', 'channel_name'],
      options.maxBody ?? defaultMaxBody,
    );
    const { socket_id: socketId, channel_name: channel } = fields;
    if (!isSocketId(socketId)) throw new RequestProblem(400, 'The field socket_id is missing or malformed.');
    if (channel === undefined) throw new RequestProblem(400, 'The field channel_name is missing.');
    const user = sessionUser(await options.authenticate(request), report);

    const described = isChannelName(channel) ? describeChannel(contract, channel) : null;
    const rule = described && rules.get(described.pattern);
    const kind = channelKind(channel);
    // A pattern such as private-{x} also matches encrypted names. A rule decides only for the kind of its pattern.
    if (!rule || kind !== channelKind(described.pattern)) throw forbidden();
    const verdict = await rule({ user, params: described.params, request, channel, socketId });
    const member = kind === 'presence' ? readMember(verdict) : undefined;
    if (!member && verdict !== true) throw forbidden();
    if (service.fault) throw service.fault;
    const { ok: _, ...answer } = await signChannel(service, { channel, socketId, member });
    return answer;
  });
}

function isChannelName(name: string): boolean {
  try {
    assertChannelName(name);
    return true;
  } catch {
    return false;
  }
}

function readMember(verdict: unknown): PresenceMember {
  if (typeof verdict !== 'object' || verdict === null) throw forbidden();
  return verdict as PresenceMember;
}
