import { type ChannelContract, defineChannels, RealtimeError } from '@channelkit/core/contract';
import {
  assertChannelName,
  CK612,
  channelKind,
  describeChannel,
  validate,
} from '@channelkit/core/contract/internal';
import type { AuthHandlerOptions, AuthorizeContext } from './authTypes.ts';
import type { PresenceMember } from './channelAuth.ts';
import { type Awaitable, createEndpoint, defaultMaxBody, type RequestHandler } from './endpoint.ts';
import { RequestProblem } from './problem.ts';
import type { PusherService } from './pusherService.ts';
import { readFields } from './requestBody.ts';
import { isSocketId } from './socketId.ts';

type Rule<TUser> = (context: AuthorizeContext<TUser>) => Awaitable<unknown>;

const forbidden = () => new RequestProblem(403, 'This user may not join the channel.');

/**
 * The endpoint that lets subscribers in, as a Next.js route handler or for any server that takes `Request → Response`:
 * 401 without a user, 403 without the right or for a channel that no rule covers, 200 with the signature otherwise. Form and JSON bodies.
 * Only pages of the same origin may call unless `allowedOrigins` says more.
 * @throws RealtimeError CK612 at once, when a guarded pattern of the contract has no rule or a rule no pattern
 */
export function createAuthHandler<TChannels, TUser>(
  pusher: PusherService<TChannels>,
  options: AuthHandlerOptions<TChannels, TUser>,
): RequestHandler {
  const rules = new Map(
    Object.entries(options.authorize as unknown as Readonly<Record<string, Rule<TUser>>>),
  );
  const contract = contractOf(pusher.channels as ChannelContract | undefined, rules);

  return createEndpoint(options, async (request) => {
    const fields = await readFields(
      request,
      ['socket_id', 'channel_name'],
      options.maxBody ?? defaultMaxBody,
    );
    const { socket_id: socketId, channel_name: channel } = fields;
    if (!isSocketId(socketId)) throw new RequestProblem(400, 'The field socket_id is missing or malformed.');
    if (channel === undefined) throw new RequestProblem(400, 'The field channel_name is missing.');
    const user = await options.authenticate(request);
    if (!user) throw new RequestProblem(401, 'There is no session.');

    const described = isChannelName(channel) ? describeChannel(contract, channel) : null;
    const rule = described && rules.get(described.pattern);
    const kind = channelKind(channel);
    // A pattern such as private-{x} also fits encrypted names: a rule decides for its own kind only.
    if (!rule || kind === 'public' || kind !== channelKind(described.pattern)) throw forbidden();
    const verdict = await rule({ user, params: described.params, request, channel, socketId });
    let member: PresenceMember | undefined;
    if (kind === 'presence') {
      member = readMember(verdict);
      const checked = validate(described.member, member.user_info, `user_info on "${described.pattern}"`);
      if (!checked.ok) throw checked.error;
    } else if (verdict !== true) {
      throw forbidden();
    }
    const signed = await pusher.authenticateChannel(channel, socketId, member);
    if (!signed.ok) throw signed.error;
    const { ok: _, ...answer } = signed;
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
  const member = verdict as PresenceMember | null | undefined | boolean;
  if (typeof member !== 'object' || member === null) throw forbidden();
  // Copied field by field: what else the object has is not for the other members.
  const { user_id, user_info } = member;
  return user_info === undefined ? { user_id } : { user_id, user_info };
}

/** The contract whose patterns the rules decide on, every guarded one of which has a rule. */
function contractOf<TUser>(
  given: ChannelContract | undefined,
  rules: ReadonlyMap<string, Rule<TUser>>,
): ChannelContract {
  for (const [pattern, rule] of rules) {
    if (typeof rule !== 'function') throw new RealtimeError(CK612, `the rule of "${pattern}" is no function`);
    if (channelKind(pattern) === 'public') {
      throw new RealtimeError(CK612, `"${pattern}" is public, nobody asks before joining it`);
    }
  }
  if (!given) return defineChannels(Object.fromEntries([...rules.keys()].map((pattern) => [pattern, {}])));
  const patterns = Object.keys(given.definitions);
  const missing = patterns.filter((pattern) => channelKind(pattern) !== 'public' && !rules.has(pattern));
  const unknown = [...rules.keys()].filter((pattern) => !patterns.includes(pattern));
  if (missing.length > 0) throw new RealtimeError(CK612, `no rule for ${missing.join(', ')}`);
  if (unknown.length > 0) throw new RealtimeError(CK612, `the contract has no ${unknown.join(', ')}`);
  return given;
}
