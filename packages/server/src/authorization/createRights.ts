import type { ChannelContract } from '@channelkit/core/contract';
import { channelKind, describeChannel } from '@channelkit/core/contract/internal';
import { readRules } from './readRules.ts';
import type { PresenceMember } from './signChannel.ts';

/** Who asks for which channel. */
export interface Asked<TUser> {
  readonly user: TUser;
  readonly request: Request;
  readonly channel: string;
  readonly socketId: string;
}

/** Whether a user may read a channel: true, on presence channels the member, or false. Rejects with what a rule throws. */
export type Rights<TUser> = (asked: Asked<TUser>) => Promise<boolean | PresenceMember>;

/**
 * The rights of an `authorize` table. A channel that no rule covers is refused, and so is a name that is not legal.
 * @throws RealtimeError CK612
 */
export function createRights<TUser>(table: object, channels: ChannelContract | undefined): Rights<TUser> {
  const { rules, contract } = readRules<TUser>(table, channels);
  return async (asked) => {
    const described = describeChannel(contract, asked.channel);
    const rule = described && rules.get(described.pattern);
    if (!rule || !isOfPattern(asked.channel, described.pattern)) return false;
    const verdict = await rule({ ...asked, params: described.params });
    if (channelKind(described.pattern) !== 'presence') return verdict === true;
    return typeof verdict === 'object' && verdict !== null ? (verdict as PresenceMember) : false;
  };
}

/**
 * Whether a rule or the openness of a pattern counts for a name. A pattern such as `private-{x}` also matches encrypted names, and `{x*}` any:
 * it decides only for names of its own kind, and for those that lost their prefix on the wire.
 */
export function isOfPattern(channel: string, pattern: string): boolean {
  const kind = channelKind(channel);
  return kind === channelKind(pattern) || kind === 'public';
}
