import { channelKind, channelNameFault, userOfChannel } from '../protocol/channelName.ts';
import { closeCodes } from '../protocol/closeCodes.ts';
import { type IdentityFault, type Member, parseMember } from '../protocol/identity.ts';
import { serviceMessage } from '../protocol/message.ts';
import { channelAuthText, hmac, sameText, splitAuth } from '../protocol/signature.ts';
import type { Connection } from './connection.ts';
import { type Refusal, refuse } from './refuse.ts';

/** Handles `pusher:subscribe` (protocol 3.3). */
export function subscribe(connection: Connection, data: Record<string, unknown>): void {
  const { hub, app } = connection;
  const name = data.channel;
  const fault = channelNameFault(name, hub.limits.channelName);
  if (fault !== null || typeof name !== 'string') {
    const refusal = { status: closeCodes.unauthorized, error: fault ?? '', type: null };
    return refuse(connection, typeof name === 'string' ? name : undefined, refusal);
  }
  if (connection.channels.has(name)) return confirmAgain(connection, name);
  const target = { app: app.options.id, socket: connection.socketId, channel: name };
  const late = channelKind(name) === 'public' ? null : hub.faults.strike('delayAuth', target);
  if (!late) return decide(connection, name, data);
  setTimeout(() => {
    if (hub.connections.has(connection.socketId)) decide(connection, name, data);
  }, late.ms);
}

function confirmAgain(connection: Connection, name: string): void {
  const { hub, app } = connection;
  if (hub.strict) return connection.sendError(null, `Existing subscription to channel ${name}`);
  const presence = app.channels.get(name)?.members.toPresence();
  const data = channelKind(name) === 'presence' ? { presence } : {};
  connection.send(serviceMessage('pusher_internal:subscription_succeeded', data, name));
}

function decide(connection: Connection, name: string, data: Record<string, unknown>): void {
  const { hub, app } = connection;
  const target = { app: app.options.id, socket: connection.socketId, channel: name };
  // A second request may have been answered while this one was delayed.
  if (connection.channels.has(name)) return;
  const rejected = channelKind(name) === 'public' ? null : hub.faults.strike('rejectAuth', target);
  if (rejected) {
    return refuse(connection, name, {
      status: rejected.status ?? 403,
      error: rejected.error ?? 'Refused by the fault rejectAuth',
    });
  }
  const { channelsPerConnection } = hub.limits;
  if (connection.channels.size >= channelsPerConnection) {
    const error = `A connection has at most ${channelsPerConnection} channels`;
    return refuse(connection, name, { status: closeCodes.overCapacity, error, type: 'LimitReached' });
  }
  const answer = authorize(connection, name, data);
  if ('error' in answer) return refuse(connection, name, answer);
  if (channelKind(name) !== 'public') connection.authorized();
  connection.channels.add(name);
  hub.counters.subscriptions += 1;
  app.subscribe(connection, name, answer.member);
  hub.emit({ type: 'subscribed', app: app.options.id, channel: name, socketId: connection.socketId });
}

/** The subscribing member (null except on presence channels), or why the subscription is refused. */
function authorize(
  connection: Connection,
  name: string,
  data: Record<string, unknown>,
): { member: Member | null } | Refusal {
  const kind = channelKind(name);
  if (kind === 'public') return { member: null };
  if (kind === 'user') {
    // The name proves nothing: only the user who signed in on this socket may subscribe.
    if (connection.user?.id === userOfChannel(name)) return { member: null };
    return { status: 403, error: 'Only the signed-in user may subscribe to this channel' };
  }
  const channelData = typeof data.channel_data === 'string' ? data.channel_data : undefined;
  const text = channelAuthText(connection.socketId, name, channelData);
  const unsigned = signatureFault(connection, data.auth, text);
  if (unsigned) return unsigned;
  return kind === 'presence' ? admit(connection, name, channelData) : { member: null };
}

function admit(
  connection: Connection,
  name: string,
  channelData: string | undefined,
): { member: Member } | Refusal {
  const member = memberFrom(connection, channelData);
  if ('error' in member) {
    const { error, isTooBig = false } = member;
    if (!isTooBig) return { status: 400, error };
    return { status: closeCodes.clientEventRejected, error, type: 'LimitReached' };
  }
  const { presenceMembers } = connection.hub.limits;
  const members = connection.app.channels.get(name)?.members;
  if (!members || members.count < presenceMembers || members.has(member.userId)) return { member };
  const error = `A presence channel has at most ${presenceMembers} members`;
  return { status: closeCodes.overCapacity, error, type: 'LimitReached' };
}

function memberFrom(connection: Connection, channelData: string | undefined): Member | IdentityFault {
  if (channelData !== undefined) return parseMember(channelData, connection.hub.limits);
  const { user } = connection;
  if (user) return { userId: user.id, userInfo: user.userInfo };
  return { error: 'A presence channel needs channel_data or a signed-in user' };
}

function signatureFault(connection: Connection, auth: unknown, text: string): Refusal | null {
  const { key, secret } = connection.app.options;
  const [givenKey, signature] = splitAuth(auth);
  if (givenKey !== key) return { status: 401, error: `Invalid key in subscription auth data: '${givenKey}'` };
  if (sameText(hmac(secret, text), signature)) return null;
  return {
    status: 401,
    error: `Invalid signature: Expected HMAC SHA256 hex digest of ${text}, but got ${signature}`,
  };
}
