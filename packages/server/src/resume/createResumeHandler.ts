import type { ChannelContract } from '@channelkit/core/contract';
import { channelKind, describeChannel, resolveChannel } from '@channelkit/core/contract/internal';
import type { AuthorizeTable } from '../authorization/authTypes.ts';
import { createRights, isOfPattern } from '../authorization/createRights.ts';
import { findUser } from '../authorization/sessionUser.ts';
import type { Awaitable } from '../awaitable.ts';
import { createReporter } from '../createReporter.ts';
import { isChannelName } from '../http/channelName.ts';
import {
  createEndpoint,
  defaultMaxBody,
  type EndpointOptions,
  type RequestHandler,
} from '../http/createEndpoint.ts';
import type { EventLog, ReplayLimits } from '../log/eventLog.ts';
import type { PusherService } from '../pusherService.ts';
import { internalsOf } from '../serviceInternals.ts';
import { readResumeRequest } from './readResumeRequest.ts';

/** Options of `createResumeHandler`. `authenticate` and `authorize` are those of `createAuthHandler`. */
export interface ResumeHandlerOptions<TChannels, TUser> extends EndpointOptions, ReplayLimits {
  /** The user of the session, null when there is none. Called only when a channel needs one. */
  readonly authenticate: (request: Request) => Awaitable<TUser | null | undefined>;
  /** Pattern → rule. A public channel needs none: everybody may read it. */
  readonly authorize: AuthorizeTable<TChannels, TUser>;
  /** Channels of one request. @default 200 */
  readonly maxChannels?: number | undefined;
}

/**
 * The endpoint that returns what came after a client's positions, by the continuity protocol: one request for all its channels, each with a
 * verdict of its own. Needs the rights that a subscription needs. However many channels are asked for, it reads the log in two queries,
 * and their rules run side by side. Only pages of the same origin may call it, unless `allowedOrigins` lists others.
 * @throws RealtimeError CK612 at once, as `createAuthHandler` does
 */
export function createResumeHandler<TChannels, TUser>(
  pusher: PusherService<TChannels>,
  // The rest of a log, whose types depend on its transactions, is not needed.
  log: Pick<EventLog<TChannels, never>, 'replay'>,
  options: ResumeHandlerOptions<TChannels, TUser>,
): RequestHandler {
  const service = internalsOf(pusher);
  const report = options.onError ? createReporter(options.onError) : service.report;
  const rights = createRights<TUser>(options.authorize, service.channels);

  return createEndpoint({ ...options, report }, async (request) => {
    const { maxBody = defaultMaxBody, maxChannels = 200 } = options;
    const { socketId, channels } = await readResumeRequest(request, { maxBody, maxChannels });
    let session: Promise<TUser | null> | undefined;
    const findSession = async () => findUser(await options.authenticate(request), report);

    const statusOf = async (channel: string): Promise<number> => {
      const access = accessTo(service.channels, channel);
      if (typeof access === 'number') return access;
      session ??= findSession();
      // Outside of the catch: without a session, there is no answer to any channel.
      const user = await session;
      if (user === null) return 401;
      try {
        return (await rights({ user, request, channel, socketId })) ? 200 : 403;
      } catch (error) {
        report(error);
        return 500;
      }
    };

    const statuses = await Promise.all(
      [...channels.keys()].map(async (channel) => [channel, await statusOf(channel)] as const),
    );
    const since = statuses.flatMap(([channel, status]) =>
      status === 200 ? [[channel, channels.get(channel) ?? null]] : [],
    );
    const replays = since.length > 0 ? await log.replay(Object.fromEntries(since), options) : {};
    const verdicts = statuses.map(([channel, status]) => [channel, { status, ...replays[channel] }]);
    return { channels: Object.fromEntries(verdicts) as Record<string, unknown> };
  });
}

/** The status for a channel that everybody or nobody may read, `ask` for one that needs a right. */
function accessTo(contract: ChannelContract | undefined, channel: string): number | 'ask' {
  if (!isChannelName(channel)) return 400;
  const described = describeChannel(contract, channel);
  // The contract also knows the names of channels that lose their prefix on the wire.
  if (!described?.durable || resolveChannel(contract, channel) !== channel) return 404;
  if (!isOfPattern(channel, described.pattern)) return 403;
  return channelKind(described.pattern) === 'public' ? 200 : 'ask';
}
