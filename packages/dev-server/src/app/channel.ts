import { type ChannelKind, channelKind, isCacheChannel } from '../protocol/channelName.ts';
import type { Member } from '../protocol/identity.ts';
import type { Message } from '../protocol/message.ts';
import { Members } from './members.ts';
import type { Subscriber } from './subscriber.ts';

/** An occupied channel: its subscribers and, on presence channels, the member each of them is. */
export class Channel {
  readonly name: string;
  readonly kind: ChannelKind;
  readonly isCache: boolean;
  readonly members: Members = new Members();
  readonly #subscribers = new Map<string, { subscriber: Subscriber; member: Member | null }>();

  constructor(name: string) {
    this.name = name;
    this.kind = channelKind(name);
    this.isCache = isCacheChannel(name);
  }

  get subscriptionCount(): number {
    return this.#subscribers.size;
  }

  has(socketId: string): boolean {
    return this.#subscribers.has(socketId);
  }

  memberOf(socketId: string): Member | null {
    return this.#subscribers.get(socketId)?.member ?? null;
  }

  /** @returns whether the subscriber's user is new to the channel */
  add(subscriber: Subscriber, member: Member | null): boolean {
    this.#subscribers.set(subscriber.socketId, { subscriber, member });
    return member !== null && this.members.join(subscriber.socketId, member);
  }

  /** @returns the member who left with this subscriber, or null */
  remove(socketId: string): Member | null {
    const member = this.memberOf(socketId);
    this.#subscribers.delete(socketId);
    return member !== null && this.members.leave(socketId, member) ? member : null;
  }

  send(message: Message, exceptSocketId?: string): void {
    for (const [socketId, { subscriber }] of this.#subscribers) {
      if (socketId !== exceptSocketId) subscriber.send(message);
    }
  }

  socketIds(): string[] {
    return [...this.#subscribers.keys()];
  }
}
