import { RealtimeError } from '@channelkit/core/contract';
import { assertChannelName, CK611, channelKind } from '@channelkit/core/contract/internal';
import type { PusherServiceConfig } from './config.ts';
import { sharedSecretBase64 } from './encryption.ts';
import { type Signer, utf8 } from './signature.ts';
import { isSocketId } from './socketId.ts';

/** A member of a presence channel, as the other members see it. */
export interface PresenceMember<TInfo = unknown> {
  readonly user_id: string | number;
  readonly user_info?: TInfo;
}

/** A user as it signs in on a connection. */
export interface SignInUser {
  /** 1 to 128 characters. */
  readonly id: string;
  readonly user_info?: unknown;
  /** Ids of at most 100 users whose online state the user wants to hear of. */
  readonly watchlist?: readonly string[];
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

/** Result of `authenticateUser`: the fields of a user auth endpoint's answer, or why there is none. */
export type UserAuthResult =
  | { readonly ok: true; readonly auth: string; readonly user_data: string }
  | { readonly ok: false; readonly error: RealtimeError };

/** What signatures are made with. */
export interface Signing {
  readonly config: PusherServiceConfig;
  readonly signer: Signer;
}

/** A subscription that is asked for. */
export interface Subscription {
  readonly channel: string;
  readonly socketId: string;
  readonly member?: PresenceMember | undefined;
}

const refuse = (detail: string, remedy?: string) =>
  new RealtimeError(CK611, detail, remedy === undefined ? {} : { remedy });

function assertSocketId(socketId: unknown): void {
  if (!isSocketId(socketId)) throw refuse('the socket id is not two numbers joined by a dot');
}

/** The limit of Pusher on what describes a user, bytes. */
const userLimit = 1024;

function assertUser(id: unknown, json: string): void {
  const text = typeof id === 'number' ? String(id) : id;
  if (typeof text !== 'string' || text.length < 1 || text.length > 128) {
    throw refuse('the user id is not a number or 1 to 128 characters', 'Give every user an id of their own.');
  }
  if (utf8(json).length > userLimit) throw refuse('the user data exceeds 1 kB', 'Send fewer fields.');
}

/** Signs a subscription. @throws RealtimeError CK101, CK610 or CK611 */
export async function signChannel(
  { config, signer }: Signing,
  { channel, socketId, member }: Subscription,
): Promise<ChannelAuthResult & { ok: true }> {
  assertChannelName(channel);
  assertSocketId(socketId);
  const kind = channelKind(channel);
  if (kind === 'public') throw refuse(`"${channel}" is public and needs no signature`);
  if (kind === 'presence' && !member) throw refuse(`"${channel}" needs the member's user_id`);
  if (kind !== 'presence' && member) throw refuse(`"${channel}" takes no member data`);
  if (!member) {
    const auth = `${config.key}:${await signer.sign(`${socketId}:${channel}`)}`;
    if (kind !== 'encrypted') return { ok: true, auth };
    return { ok: true, auth, shared_secret: await sharedSecretBase64(channel, config.encryptionMasterKey) };
  }
  const channelData = JSON.stringify(member);
  assertUser(member.user_id, channelData);
  const signature = await signer.sign(`${socketId}:${channel}:${channelData}`);
  return { ok: true, auth: `${config.key}:${signature}`, channel_data: channelData };
}

/** Signs a user's sign-in. @throws RealtimeError CK611 */
export async function signUser(
  { config, signer }: Signing,
  socketId: string,
  user: SignInUser,
): Promise<UserAuthResult & { ok: true }> {
  assertSocketId(socketId);
  // pusher-js drops a sign-in whose id is a number.
  if (typeof user?.id !== 'string')
    throw refuse('the user has no id that is a string', 'Pass `{ id: String(id) }`.');
  if ((user.watchlist?.length ?? 0) > 100) throw refuse('the watchlist has more than 100 ids', 'Shorten it.');
  const userData = JSON.stringify(user);
  assertUser(user.id, JSON.stringify({ ...user, watchlist: undefined }));
  const signature = await signer.sign(`${socketId}::user::${userData}`);
  return { ok: true, auth: `${config.key}:${signature}`, user_data: userData };
}
