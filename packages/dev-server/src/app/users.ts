import type { User } from '../protocol/identity.ts';
import { Message } from '../protocol/message.ts';
import type { Subscriber } from './subscriber.ts';

/** The signed-in users of an app, their connections, and who watches whom (protocol 4). */
export class Users {
  readonly #connections = new Map<string, Set<Subscriber>>();
  readonly #watchers = new Map<string, Set<Subscriber>>();
  readonly #hasWatchlists: boolean;

  constructor(hasWatchlists: boolean) {
    this.#hasWatchlists = hasWatchlists;
  }

  connectionsOf(userId: string): Subscriber[] {
    return [...(this.#connections.get(userId) ?? [])];
  }

  /** Signs a connection in. `previous` is the same user's earlier sign-in on it, which watchers do not hear of again. */
  signIn(subscriber: Subscriber, user: User, previous: User | null = null): void {
    for (const id of previous?.watchlist ?? []) removeFrom(this.#watchers, id, subscriber);
    const isFirst = !this.#connections.has(user.id);
    addTo(this.#connections, user.id, subscriber);
    if (isFirst) this.#notifyWatchers('online', user.id);
    if (!this.#hasWatchlists || user.watchlist.length === 0) return;
    for (const id of user.watchlist) addTo(this.#watchers, id, subscriber);
    const isOnline = (id: string) => this.#connections.has(id);
    subscriber.send(
      watchlistMessage({
        online: user.watchlist.filter(isOnline),
        offline: user.watchlist.filter((id) => !isOnline(id)),
      }),
    );
  }

  signOut(subscriber: Subscriber, user: User): void {
    for (const id of user.watchlist) removeFrom(this.#watchers, id, subscriber);
    removeFrom(this.#connections, user.id, subscriber);
    if (!this.#connections.has(user.id)) this.#notifyWatchers('offline', user.id);
  }

  #notifyWatchers(name: 'online' | 'offline', userId: string): void {
    const message = watchlistMessage({ [name]: [userId] });
    for (const watcher of this.#watchers.get(userId) ?? []) watcher.send(message);
  }
}

function watchlistMessage(lists: { online?: string[]; offline?: string[] }): Message {
  const events = (['online', 'offline'] as const).flatMap((name) => {
    const ids = lists[name] ?? [];
    return ids.length > 0 ? [{ name, user_ids: ids }] : [];
  });
  return new Message({ event: 'pusher_internal:watchlist_events', data: JSON.stringify({ events }) });
}

function addTo(map: Map<string, Set<Subscriber>>, id: string, subscriber: Subscriber): void {
  const set = map.get(id) ?? new Set();
  map.set(id, set.add(subscriber));
}

function removeFrom(map: Map<string, Set<Subscriber>>, id: string, subscriber: Subscriber): void {
  const set = map.get(id);
  set?.delete(subscriber);
  if (set?.size === 0) map.delete(id);
}
