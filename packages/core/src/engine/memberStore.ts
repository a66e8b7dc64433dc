import { noMembers } from '../channelStatus.ts';
import type { EventDefinition } from '../contractTypes.ts';
import type { RealtimeError } from '../errors.ts';
import type { WritableStore } from '../store.ts';
import type { ChannelMember, MembersSnapshot } from '../types.ts';
import { validate } from '../validation.ts';

/** What the members need from their channel. */
export interface MembersHost {
  /** What the contract says of `user_info`. */
  definition(): EventDefinition | undefined;
  onInvalid(error: RealtimeError): void;
}

/** A member with what was received, which tells whether it changed; the validated info may be anything. */
interface Known {
  readonly received: string | undefined;
  readonly member: ChannelMember;
}

/**
 * The people of one presence channel, copied out of the frames: pusher-js changes its list in place, empties it silently on
 * a drop and does not replay it. Members that did not change keep their identity, over reconnects too.
 */
export class MemberStore {
  readonly #store: WritableStore<MembersSnapshot>;
  readonly #host: MembersHost;
  #members = new Map<string, Known>();
  #myId: string | null = null;

  constructor(store: WritableStore<MembersSnapshot>, host: MembersHost) {
    this.#store = store;
    this.#host = host;
  }

  /** Who we are on this channel, known from the authorisation. */
  identify(id: string | null): void {
    this.#myId = id;
  }

  /** The full list that comes with every successful subscription: `id → user_info`. */
  reset(hash: Readonly<Record<string, unknown>>): void {
    const before = this.#members;
    this.#members = new Map();
    for (const [id, info] of Object.entries(hash)) {
      const known = this.#read(id, info, before.get(id));
      if (known) this.#members.set(id, known);
    }
    this.#publish(false);
  }

  add(id: string, info: unknown): void {
    const before = this.#members.get(id);
    const known = this.#read(id, info, before);
    if (!known || known === before) return;
    this.#members.set(id, known);
    this.#publish(this.#store.getSnapshot().isStale);
  }

  remove(id: string): void {
    if (this.#members.delete(id)) this.#publish(this.#store.getSnapshot().isStale);
  }

  /** Not subscribed at present: the list is the last one known. */
  stale(): void {
    const snapshot = this.#store.getSnapshot();
    if (!snapshot.isStale) this.#store.set({ ...snapshot, isStale: true });
  }

  clear(): void {
    this.#members = new Map();
    this.#myId = null;
    this.#store.set(noMembers);
  }

  #read(id: string, info: unknown, before: Known | undefined): Known | null {
    const received = JSON.stringify(info);
    if (before && before.received === received) return before;
    const definition = this.#host.definition();
    if (!definition) return { received, member: { id, info } };
    const result = validate(definition, info, `member "${id}"`);
    if (result.ok) return { received, member: { id, info: result.value } };
    this.#host.onInvalid(result.error);
    return null;
  }

  #publish(isStale: boolean): void {
    const members = [...this.#members.values()].map(({ member }) => member);
    const me = this.#myId === null ? null : (this.#members.get(this.#myId)?.member ?? null);
    this.#store.set({ members, me, count: members.length, isStale });
  }
}
