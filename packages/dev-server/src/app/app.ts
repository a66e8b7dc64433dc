import { isCacheChannel } from '../protocol/channelName.ts';
import type { ClientFrame } from '../protocol/clientFrame.ts';
import type { Member } from '../protocol/identity.ts';
import { Message, serviceMessage } from '../protocol/message.ts';
import { Channel } from './channel.ts';
import { CountPacer } from './countPacer.ts';
import { EventCache } from './eventCache.ts';
import type { AppOptions } from './options.ts';
import type { Publication } from './publication.ts';
import type { Subscriber } from './subscriber.ts';
import { Users } from './users.ts';
import type { WebhookEvent } from './webhookEvent.ts';

/** The state of one application: its channels, members, users and cached events. It has no access to sockets. */
export class App {
  readonly options: Required<AppOptions>;
  readonly channels: Map<string, Channel> = new Map();
  readonly users: Users;
  readonly cache: EventCache;
  #emit: (event: WebhookEvent) => void = () => {};
  readonly #counts: CountPacer;
  readonly #reportedMisses = new Set<string>();

  constructor(options: AppOptions) {
    this.options = {
      enabled: true,
      clientEvents: true,
      subscriptionCount: true,
      watchlist: true,
      cacheTtl: 1_800_000,
      maxConnections: Number.POSITIVE_INFINITY,
      webhooks: [],
      authorizeWithin: Number.POSITIVE_INFINITY,
      ...options,
    };
    this.users = new Users(this.options.watchlist);
    this.cache = new EventCache(this.options.cacheTtl);
    this.#counts = new CountPacer((name) => this.#sendCount(name));
  }

  /** Sets the listener for webhook events. */
  onWebhook(listener: (event: WebhookEvent) => void): void {
    this.#emit = listener;
  }

  /** Adds a subscriber, then notifies it and the others, in the order of protocol 3.3. */
  subscribe(subscriber: Subscriber, name: string, member: Member | null): void {
    const channel = this.channels.get(name) ?? new Channel(name);
    const isNew = channel.subscriptionCount === 0;
    this.channels.set(name, channel);
    const isNewMember = channel.add(subscriber, member);
    if (isNew) this.#emit({ name: 'channel_occupied', channel: name });
    const presence = channel.kind === 'presence' ? { presence: channel.members.toPresence() } : {};
    subscriber.send(serviceMessage('pusher_internal:subscription_succeeded', presence, name));
    if (isNewMember && member) this.#memberAdded(channel, member, subscriber.socketId);
    if (channel.isCache) this.#replay(subscriber, name);
    this.#countChanged(channel);
  }

  unsubscribe(subscriber: Subscriber, name: string): void {
    const channel = this.channels.get(name);
    if (!channel?.has(subscriber.socketId)) return;
    const left = channel.remove(subscriber.socketId);
    if (left) {
      channel.send(serviceMessage('pusher_internal:member_removed', { user_id: left.userId }, name));
      this.#emit({ name: 'member_removed', channel: name, user_id: String(left.userId) });
    }
    if (channel.subscriptionCount === 0) {
      this.channels.delete(name);
      this.#reportedMisses.delete(name);
      this.#emit({ name: 'channel_vacated', channel: name });
    }
    this.#countChanged(channel);
  }

  /** Sends an event to a channel's subscribers, except the excluded socket. */
  publish({ channel, event, data, socketId }: Publication): void {
    const message = new Message({ event, channel, data });
    if (isCacheChannel(channel)) {
      this.cache.put(channel, message, data);
      this.#reportedMisses.delete(channel);
    }
    this.channels.get(channel)?.send(message, socketId);
  }

  /** Forwards a client event to the other subscribers; client events are not cached (protocol 3.7). */
  clientEvent(sender: Subscriber, { channel: name = '', event, data = null }: ClientFrame): void {
    const channel = this.channels.get(name);
    const member = channel?.memberOf(sender.socketId);
    const user = member ? { user_id: String(member.userId) } : {};
    channel?.send(new Message({ event, channel: name, data, ...user }), sender.socketId);
    this.#emit({
      name: 'client_event',
      channel: name,
      event,
      data: typeof data === 'string' ? data : (JSON.stringify(data) ?? ''),
      socket_id: sender.socketId,
      ...user,
    });
  }

  dispose(): void {
    this.#counts.dispose();
  }

  #memberAdded(channel: Channel, member: Member, socketId: string): void {
    const data = { user_id: member.userId, user_info: member.userInfo };
    channel.send(serviceMessage('pusher_internal:member_added', data, channel.name), socketId);
    this.#emit({ name: 'member_added', channel: channel.name, user_id: String(member.userId) });
  }

  #replay(subscriber: Subscriber, name: string): void {
    const cached = this.cache.get(name);
    if (cached) return subscriber.send(cached.message);
    subscriber.send(new Message({ event: 'pusher:cache_miss', channel: name }));
    if (this.#reportedMisses.has(name)) return;
    this.#reportedMisses.add(name);
    this.#emit({ name: 'cache_miss', channel: name });
  }

  #countChanged(channel: Channel): void {
    if (!this.options.subscriptionCount || channel.kind === 'presence' || channel.kind === 'user') return;
    this.#counts.changed(channel.name, channel.subscriptionCount);
  }

  #sendCount(name: string): void {
    const channel = this.channels.get(name);
    const count = channel?.subscriptionCount ?? 0;
    channel?.send(serviceMessage('pusher_internal:subscription_count', { subscription_count: count }, name));
    this.#emit({ name: 'subscription_count', channel: name, subscription_count: count });
  }
}
