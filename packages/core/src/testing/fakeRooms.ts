import nacl from 'tweetnacl';
import { channelKind, isCacheChannel } from '../contract/channelName.ts';
import type { Timers } from '../lib/timers.ts';
import { Answers } from './answers.ts';
import type { FakeSocket, WireFrame } from './fakeSocket.ts';

/** Whose refusals to imitate: the hosted service's, soketi's, or those of Reverb and Sockudo. */
export type ServerDialect = 'pusher' | 'soketi' | 'reverb';

/** How the server answers a subscription. With a `status`, the refusal names channel and status in every dialect. */
export type SubscribeAnswer =
  | 'accept'
  | 'never'
  | { readonly refuse: string; readonly status?: number }
  | { readonly delay: number };

/** What the rooms need from their server. */
export interface RoomsHost {
  readonly timers: Timers;
  sockets(): Iterable<FakeSocket>;
  deliver(socket: FakeSocket, frame: WireFrame): void;
}

/** The key that the fake authorization returns for an encrypted channel. */
export const fakeSecret = (channel: string): string =>
  `${btoa(channel).replaceAll('=', '')}${'0'.repeat(43)}`.slice(0, 43).concat('=');

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
const base64Of = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/** Encrypts as a server does (Pusher docs, "Encrypted channels"). */
function seal(key: string, plain: string): string {
  const nonce = nacl.randomBytes(24);
  const ciphertext = nacl.secretbox(new TextEncoder().encode(plain), nonce, bytesOf(key));
  return JSON.stringify({ nonce: base64Of(nonce), ciphertext: base64Of(ciphertext) });
}

/** The signature that the fake authorization returns and the fake server checks. Bound to socket and channel, like a real one. */
export const fakeSignature = (socketId: string, channel: string): string => `fake:${socketId}:${channel}`;

interface MemberNews {
  readonly event: 'member_added' | 'member_removed';
  readonly data: unknown;
}

const clientEventsPerSecond = 10;

/** The channels of the fake server: subscribers, members, cached events. */
export class FakeRooms {
  readonly answers: Answers<SubscribeAnswer> = new Answers<SubscribeAnswer>('accept');
  /** Whether to announce the number of subscriptions on every change, which is an option of a Pusher app. */
  countSubscriptions = false;
  /** Keys that encrypted channels are encrypted with, where it is not the one that the fake authorization returns. */
  readonly secrets: Map<string, string> = new Map();
  readonly #dialect: ServerDialect;
  readonly #host: RoomsHost;
  readonly #cache = new Map<string, WireFrame>();
  /** Members without a client. */
  readonly #extras = new Map<string, Map<string, unknown>>();
  /** Subscriptions that are answered late. An unsubscribe ends them. */
  readonly #late = new WeakMap<FakeSocket, Map<string, () => void>>();
  readonly #clientEvents = new WeakMap<FakeSocket, number[]>();

  constructor(dialect: ServerDialect, host: RoomsHost) {
    this.#dialect = dialect;
    this.#host = host;
  }

  /** Adds a member to a presence channel. */
  addMember(channel: string, id: string, info: unknown): void {
    const extras = this.#extras.get(channel) ?? new Map<string, unknown>();
    this.#extras.set(channel, extras);
    const isNew = !(id in this.#hash(channel));
    extras.set(id, info);
    if (isNew) this.#tellMembers(channel, { event: 'member_added', data: { user_id: id, user_info: info } });
  }

  /** Removes a member added by {@link addMember}. */
  removeMember(channel: string, id: string): void {
    if (!this.#extras.get(channel)?.delete(id) || id in this.#hash(channel)) return;
    this.#tellMembers(channel, { event: 'member_removed', data: { user_id: id } });
  }

  /** Forgets the cached event of a cache channel. */
  expireCache(channel: string): void {
    this.#cache.delete(channel);
  }

  /** Publishes an event like {@link FakeServer.trigger}, with an excluded socket or a sender. */
  publish(event: { channel: string; event: string; data: unknown; except?: string; userId?: string }): void {
    const { channel, except, userId } = event;
    const plain = typeof event.data === 'string' ? event.data : JSON.stringify(event.data);
    const data =
      channelKind(channel) === 'encrypted'
        ? seal(this.secrets.get(channel) ?? fakeSecret(channel), plain)
        : plain;
    const frame = { event: event.event, channel, data, ...(userId === undefined ? {} : { user_id: userId }) };
    if (isCacheChannel(channel) && !event.event.startsWith('client-')) this.#cache.set(channel, frame);
    for (const socket of this.#in(channel)) if (socket.id !== except) this.#host.deliver(socket, frame);
  }

  subscribe(socket: FakeSocket, fields: Record<string, unknown>): void {
    const channel = String(fields.channel);
    const answer = this.answers.take(channel);
    if (answer === 'never') return;
    if (answer === 'accept') return this.#join(socket, channel, fields);
    if ('refuse' in answer) return this.#refuse(socket, channel, answer);
    const join = () => {
      if (socket.isOpen && this.#late.get(socket)?.get(channel) === join) this.#join(socket, channel, fields);
    };
    const late = this.#late.get(socket) ?? new Map<string, () => void>();
    this.#late.set(socket, late.set(channel, join));
    this.#host.timers.setTimeout(join, answer.delay);
  }

  leave(socket: FakeSocket, channel: string): void {
    this.#late.get(socket)?.delete(channel);
    const member = socket.channels.get(channel);
    if (!member || !socket.channels.delete(channel)) return;
    this.#tellCount(channel);
    if (member.userId === null || member.userId in this.#hash(channel)) return;
    this.#tellMembers(channel, { event: 'member_removed', data: { user_id: member.userId } });
  }

  leaveAll(socket: FakeSocket): void {
    for (const channel of [...socket.channels.keys()]) this.leave(socket, channel);
  }

  clientEvent(socket: FakeSocket, { event, channel, data }: WireFrame): void {
    const fail = (message: string) =>
      this.#host.deliver(socket, { event: 'pusher:error', data: { code: 4301, message } });
    if (channel === undefined || !socket.channels.has(channel)) return;
    if (channelKind(channel) === 'public')
      return fail('Client events are only for private and presence channels');
    const now = this.#host.timers.now();
    const recent = (this.#clientEvents.get(socket) ?? []).filter((at) => now - at < 1_000);
    if (recent.length >= clientEventsPerSecond) return fail('Client event rate limit exceeded');
    this.#clientEvents.set(socket, [...recent, now]);
    const userId = socket.channels.get(channel)?.userId;
    this.publish({ channel, event, data, except: socket.id, ...(userId ? { userId } : {}) });
  }

  #join(socket: FakeSocket, channel: string, { auth, channel_data }: Record<string, unknown>): void {
    const kind = channelKind(channel);
    const expected = fakeSignature(socket.id, channel);
    if (channel.startsWith('#')) {
      if (channel !== `#server-to-user-${socket.userId}`)
        return this.#refuse(socket, channel, { refuse: 'not signed in as this user' });
    } else if (kind !== 'public' && auth !== expected) {
      const refuse = `Invalid signature: Expected HMAC SHA256 hex digest of ${socket.id}:${channel}, but got ${String(auth)}`;
      return this.#refuse(socket, channel, { refuse });
    }
    if (socket.channels.has(channel) && this.#dialect === 'pusher') {
      const data = { code: null, message: `Existing subscription to channel ${channel}` };
      return this.#host.deliver(socket, { event: 'pusher:error', data });
    }
    const before = this.#hash(channel);
    const member =
      kind === 'presence' ? readMember(channel_data, socket.userId) : { userId: null, info: null };
    socket.channels.set(channel, member);
    const hash = this.#hash(channel);
    const ids = Object.keys(hash);
    const data = JSON.stringify(kind === 'presence' ? { presence: { ids, hash, count: ids.length } } : {});
    this.#host.deliver(socket, { event: 'pusher_internal:subscription_succeeded', channel, data });
    if (member.userId !== null && !(member.userId in before)) {
      const joined = { user_id: member.userId, user_info: member.info };
      this.#tellMembers(channel, { event: 'member_added', data: joined }, socket);
    }
    if (isCacheChannel(channel))
      this.#host.deliver(socket, this.#cache.get(channel) ?? { event: 'pusher:cache_miss', channel });
    this.#tellCount(channel);
  }

  #refuse(
    socket: FakeSocket,
    channel: string,
    { refuse, status }: { refuse: string; status?: number },
  ): void {
    if (status !== undefined || this.#dialect === 'soketi') {
      const data = { type: 'AuthError', error: refuse, status: status ?? 401 };
      return this.#host.deliver(socket, { event: 'pusher:subscription_error', channel, data });
    }
    const [code, message] =
      this.#dialect === 'pusher' ? [null, refuse] : [4009, 'Connection is unauthorized'];
    this.#host.deliver(socket, { event: 'pusher:error', data: { code, message } });
  }

  #in(channel: string): FakeSocket[] {
    return [...this.#host.sockets()].filter(({ channels }) => channels.has(channel));
  }

  #hash(channel: string): Record<string, unknown> {
    const hash: Record<string, unknown> = {};
    for (const socket of this.#in(channel)) {
      const member = socket.channels.get(channel);
      if (member?.userId) hash[member.userId] ??= member.info;
    }
    for (const [id, info] of this.#extras.get(channel) ?? []) hash[id] ??= info;
    return hash;
  }

  #tellMembers(channel: string, { data, ...news }: MemberNews, except?: FakeSocket): void {
    const frame = { event: `pusher_internal:${news.event}`, channel, data: JSON.stringify(data) };
    for (const socket of this.#in(channel)) if (socket !== except) this.#host.deliver(socket, frame);
  }

  #tellCount(channel: string): void {
    if (!this.countSubscriptions || channelKind(channel) === 'presence') return;
    const sockets = this.#in(channel);
    const data = JSON.stringify({ subscription_count: sockets.length });
    for (const socket of sockets)
      this.#host.deliver(socket, { event: 'pusher_internal:subscription_count', channel, data });
  }
}

function readMember(channelData: unknown, signedIn: string | null): { userId: string | null; info: unknown } {
  if (typeof channelData !== 'string') return { userId: signedIn, info: null };
  const { user_id, user_info } = JSON.parse(channelData) as { user_id: unknown; user_info?: unknown };
  return { userId: String(user_id), info: user_info ?? null };
}
