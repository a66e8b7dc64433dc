import type { Member } from '../protocol/identity.ts';

/** The distinct users of a presence channel, each with its subscribed sockets (protocol 3.6). */
export class Members {
  readonly #users = new Map<string, Member & { sockets: Set<string> }>();

  get count(): number {
    return this.#users.size;
  }

  has(userId: string | number): boolean {
    return this.#users.has(String(userId));
  }

  /** Adds a socket. A user's first `user_info` is kept until all of the user's sockets have left. @returns whether it is the user's first socket */
  join(socketId: string, member: Member): boolean {
    const known = this.#users.get(String(member.userId));
    if (known) {
      known.sockets.add(socketId);
      return false;
    }
    this.#users.set(String(member.userId), { ...member, sockets: new Set([socketId]) });
    return true;
  }

  /** Removes a socket. @returns whether it was the user's last socket */
  leave(socketId: string, member: Member): boolean {
    const known = this.#users.get(String(member.userId));
    if (!known?.sockets.delete(socketId) || known.sockets.size > 0) return false;
    return this.#users.delete(String(member.userId));
  }

  ids(): string[] {
    return [...this.#users.keys()];
  }

  /** Builds the `presence` object of `subscription_succeeded`. */
  toPresence(): { ids: (string | number)[]; hash: Record<string, unknown>; count: number } {
    const users = [...this.#users.values()];
    return {
      ids: users.map((user) => user.userId),
      hash: Object.fromEntries(users.map((user) => [String(user.userId), user.userInfo ?? null])),
      count: users.length,
    };
  }
}
