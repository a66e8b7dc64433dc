import { RealtimeError } from '@channelkit/core/contract';
import {
  assertChannelName,
  CK106,
  CK611,
  channelKind,
  describeChannel,
} from '@channelkit/core/contract/internal';
import { sharedSecretBase64 } from '../crypto/encryptPayload.ts';
import { utf8 } from '../crypto/utf8.ts';
import { declaredValue } from '../events/declaredValue.ts';
import { fromJson, toJson } from '../events/toJson.ts';
import { isSocketId } from '../http/socketId.ts';
import type { ServiceInternals } from '../serviceInternals.ts';

/** A member of a presence channel, as the other members see it. */
export interface PresenceMember<TInfo = unknown> {
  readonly user_id: string | number;
  readonly user_info?: TInfo;
}

/** Result of `authenticateChannel`: the fields of an auth endpoint's answer, or why there is none. */
export type ChannelAuthResult =
  | {
      readonly ok: true;
      readonly auth: string;
      readonly channel_data?: string;
      readonly shared_secret?: string;
    }
  | { readonly ok: false; readonly error: RealtimeError };

/** A subscription to sign. */
export interface Subscription {
  readonly channel: string;
  readonly socketId: string;
  readonly member?: PresenceMember | undefined;
}

/** What signing needs of a service. */
export type Signing = Pick<ServiceInternals, 'config' | 'signer' | 'channels'>;

type ChannelDescription = NonNullable<ReturnType<typeof describeChannel>>;

/** The most that Pusher accepts as a description of a user, in bytes. */
const userLimit = 1024;

/**
 * Signs a subscription. Of a member only `user_id` and `user_info` are signed, and of `user_info` only what the contract declares.
 * @throws RealtimeError CK101, CK106, CK107, CK108, CK609, CK610 or CK611
 */
export async function signChannel(
  { config, signer, channels }: Signing,
  { channel, socketId, member }: Subscription,
): Promise<ChannelAuthResult & { ok: true }> {
  assertChannelName(channel);
  assertSocketId(socketId);
  const kind = channelKind(channel);
  if (kind === 'public') throw refuse(`"${channel}" is public and needs no signature`);
  if (kind === 'presence' && !member) throw refuse(`"${channel}" needs the member's user_id`);
  if (kind !== 'presence' && member) throw refuse(`"${channel}" takes no member data`);
  const described = channels && describeChannel(channels, channel);
  if (described === null) throw new RealtimeError(CK106, `channel "${channel}" fits no pattern`);
  if (!member) {
    const auth = `${config.key}:${await signer.sign(`${socketId}:${channel}`)}`;
    if (kind !== 'encrypted') return { ok: true, auth };
    return { ok: true, auth, shared_secret: await sharedSecretBase64(channel, config.encryptionMasterKey) };
  }
  assertUserId(member.user_id);
  const info = described ? declaredInfo(described, member.user_info) : member.user_info;
  const { user_id } = member;
  const channelData = toJson(info === undefined ? { user_id } : { user_id, user_info: info });
  assertUserSize(channelData);
  const signature = await signer.sign(`${socketId}:${channel}:${channelData}`);
  return { ok: true, auth: `${config.key}:${signature}`, channel_data: channelData };
}

/** `user_info` as the contract declares it. */
function declaredInfo({ member, pattern }: ChannelDescription, info: unknown): unknown {
  const value = info === undefined ? undefined : fromJson(toJson(info));
  return declaredValue({ definition: member, subject: `user_info on "${pattern}"` }, value);
}

/** Refuses what is not a socket id. @throws RealtimeError CK611 */
export function assertSocketId(socketId: unknown): void {
  if (!isSocketId(socketId)) throw refuse('the socket id is not two numbers joined by a dot');
}

/** Refuses what does not identify a user. @throws RealtimeError CK611 */
export function assertUserId(id: unknown): void {
  const text = Number.isSafeInteger(id) ? String(id) : id;
  if (typeof text === 'string' && text.length >= 1 && text.length <= 128) return;
  throw refuse('the user id is not an integer or 1 to 128 characters', 'Give every user an id of its own.');
}

/** Refuses a description of a user that is over the limit. @throws RealtimeError CK611 */
export function assertUserSize(json: string): void {
  if (utf8(json).length > userLimit) throw refuse('the user data exceeds 1 kB', 'Send fewer fields.');
}

/** A refusal to sign. */
export const refuse = (detail: string, remedy?: string): RealtimeError =>
  new RealtimeError(CK611, detail, remedy === undefined ? {} : { remedy });
