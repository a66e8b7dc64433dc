import { channelKind, channelNameFault, userOfChannel } from '../protocol/channelName.ts';
import { type Member, parseMember } from '../protocol/identity.ts';
import { serviceMessage } from '../protocol/message.ts';
import { channelAuthText, hmac, sameText } from '../protocol/signature.ts';
import type { Connection } from './connection.ts';
import { type Refusal, refuse } from './refuse.ts';

/** Answers `pusher:subscribe` (protocol 3.3). */
export function subscribe(connection: Connection, data: Record<string, unknown>): void {
  const { hub, app } = connection;
  const name = data.channel;
  const fault = channelNameFault(name, hub.limits.channelName);
  if (fault !== null || typeof name !== 'string') {
    return refuse(connection, typeof name === 'string' ? name : undefined, {
      status: 400,
      error: fault ?? '',
    });
  }
  if (connection.channels.has(name)) {
    if (hub.strict) return connection.sendError(null, `Existing subscription to channel ${name}`);
    const presence = app.channels.get(name)?.members.toPresence();
    const isPresence = channelKind(name) === 'presence';
    return connection.send(
      serviceMessage('pusher_internal:subscription_succeeded', isPresence ? { presence } : {}, name),
    );
  }
  const target = { app: app.options.id, socket: connection.socketId, channel: name };
  const late = channelKind(name) === 'public' ? null : hub.faults.strike('delayAuth', target);
  if (!late) return decide(connection, name, data);
  setTimeout(() => {
    if (hub.connections.has(connection.socketId)) decide(connection, name, data);
  }, late.ms);
}

function decide(connection: Connection, name: string, data: Record<string, unknown>): void {
  const { hub, app } = connection;
  const target = { app: app.options.id, socket: connection.socketId, channel: name };
  // A second request may have been answered while this one waited.
  if (connection.channels.has(name)) return;
  const rejected = channelKind(name) === 'public' ? null : hub.faults.strike('rejectAuth', target);
  if (rejected) {
    return refuse(connection, name, {
      status: rejected.status ?? 403,
      error: rejected.error ?? 'Refused by the fault rejectAuth',
    });
  }
  const answer = authorize(connection, name, data);
  if ('error' in answer) return refuse(connection, name, answer);
  if (channelKind(name) !== 'public') connection.authorized();
  connection.channels.add(name);
  hub.counters.subscriptions += 1;
  app.subscribe(connection, name, answer.member);
  hub.tell({ type: 'subscribed', app: app.options.id, channel: name, socketId: connection.socketId });
}

/** The member that subscribes (null but on presence channels), or why it may not. */
function authorize(
  connection: Connection,
  name: string,
  data: Record<string, unknown>,
): { member: Member | null } | Refusal {
  const kind = channelKind(name);
  if (kind === 'public') return { member: null };
  if (kind === 'user') {
    // The name alone is no proof: only the user who has signed in on this socket hears it.
    if (connection.user?.id === userOfChannel(name)) return { member: null };
    return { status: 403, error: 'Only the signed-in user subscribes to this channel' };
  }
  const channelData = typeof data.channel_data === 'string' ? data.channel_data : undefined;
  const text = channelAuthText(connection.socketId, name, kind === 'presence' ? channelData : undefined);
  const signed = checkSignature(connection, data.auth, text);
  if (signed !== null) return signed;
  if (kind !== 'presence') return { member: null };
  const member = memberFrom(connection, channelData);
  if (typeof member === 'string') return { status: 400, error: member };
  const { presenceMembers } = connection.hub.limits;
  const members = connection.app.channels.get(name)?.members;
  if (members && members.count >= presenceMembers && !members.has(member.userId)) {
    return {
      status: 4100,
      error: `A presence channel has at most ${presenceMembers} members`,
      type: 'LimitReached',
    };
  }
  return { member };
}

function memberFrom(connection: Connection, channelData: string | undefined): Member | string {
  if (channelData !== undefined) return parseMember(channelData, connection.hub.limits);
  const { user } = connection;
  if (user) return { userId: user.id, userInfo: user.userInfo };
  return 'A presence channel needs channel_data or a signed-in user';
}

function checkSignature(connection: Connection, auth: unknown, text: string): Refusal | null {
  const { key, secret } = connection.app.options;
  const [givenKey, signature] = typeof auth === 'string' ? splitAuth(auth) : ['', ''];
  if (givenKey !== key) return { status: 401, error: `Invalid key in subscription auth data: '${givenKey}'` };
  if (sameText(hmac(secret, text), signature)) return null;
  return {
    status: 401,
    error: `Invalid signature: Expected HMAC SHA256 hex digest of ${text}, but got ${signature}`,
  };
}

/** Splits `KEY:SIGNATURE` at the last colon. */
export function splitAuth(auth: string): [key: string, signature: string] {
  const colon = auth.lastIndexOf(':');
  return colon < 0 ? ['', ''] : [auth.slice(0, colon), auth.slice(colon + 1)];
}
