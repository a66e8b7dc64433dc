import type { EventDefinition } from '../contract/contractTypes.ts';
import { validate } from '../contract/validation.ts';
import type { RealtimeError } from '../errors/realtimeError.ts';
import type { WritableStore } from '../lib/store.ts';
import type { ChannelMember, MembersSnapshot } from '../types.ts';
import { noMembers } from './channel.ts';

/** A member with the `user_info` that was received, by which a change is noticed: the validated info may be anything. */
interface Known {
  readonly received: string | undefined;
  readonly member: ChannelMember;
}

/** The list that comes with a subscription to a presence channel. Some servers leave members without info out of `hash`. */
export interface PresenceData {
  readonly hash: Readonly<Record<string, unknown>>;
  readonly ids?: unknown;
}

/** The members of one presence channel. Those that did not change keep their identity, across reconnects too. */
export class Members {
  readonly #store: WritableStore<MembersSnapshot>;
  readonly #definition: () => EventDefinition | undefined;
  readonly #onInvalid: (error: RealtimeError) => void;
  #known = new Map<string, Known>();
  #myId: string | null = null;

  /**
   * @param definition - Returns what the contract says about `user_info`.
   * @param onInvalid - Called with the error of a `user_info` that does not match it; the member is left out.
   */
  constructor(
    store: WritableStore<MembersSnapshot>,
    definition: () => EventDefinition | undefined,
    onInvalid: (error: RealtimeError) => void,
  ) {
    this.#store = store;
    this.#definition = definition;
    this.#onInvalid = onInvalid;
  }

  /** Sets the id under which we joined. */
  identify(id: string | null): void {
    this.#myId = id;
  }

  /** Takes the full list that comes with every subscription. */
  reset({ hash, ids }: PresenceData): void {
    const before = this.#known;
    this.#known = new Map();
    const bare = (Array.isArray(ids) ? ids : []).map((id) => [String(id), undefined] as const);
    for (const [id, info] of new Map<string, unknown>([...bare, ...Object.entries(hash)])) {
      const known = this.#read(id, info, before.get(id));
      if (known) this.#known.set(id, known);
    }
    this.#publish(
      [...this.#known.values()].map(({ member }) => member),
      false,
    );
  }

  add(id: string, info: unknown): void {
    const before = this.#known.get(id);
    const known = this.#read(id, info, before);
    if (!known || known === before) return;
    this.#known.set(id, known);
    const { members, isStale } = this.#store.getSnapshot();
    // A copy of the array alone: large rooms get many joins.
    const next = before
      ? members.map((member) => (member === before.member ? known.member : member))
      : members.concat(known.member);
    this.#publish(next, isStale);
  }

  remove(id: string): void {
    const known = this.#known.get(id);
    if (!known) return;
    this.#known.delete(id);
    const { members, isStale } = this.#store.getSnapshot();
    this.#publish(
      members.filter((member) => member !== known.member),
      isStale,
    );
  }

  /** Not subscribed at present: the list is the last one known. */
  stale(): void {
    const snapshot = this.#store.getSnapshot();
    if (!snapshot.isStale) this.#store.set({ ...snapshot, isStale: true });
  }

  clear(): void {
    this.#known = new Map();
    this.#myId = null;
    this.#store.set(noMembers);
  }

  #read(id: string, info: unknown, before: Known | undefined): Known | null {
    const received = JSON.stringify(info);
    if (before && before.received === received) return before;
    const definition = this.#definition();
    if (!definition) return { received, member: { id, info } };
    const result = validate(definition, info, `member "${id}"`);
    if (result.ok) return { received, member: { id, info: result.value } };
    this.#onInvalid(result.error);
    return null;
  }

  #publish(members: readonly ChannelMember[], isStale: boolean): void {
    const me = this.#myId === null ? null : (this.#known.get(this.#myId)?.member ?? null);
    this.#store.set({ members, me, count: members.length, isStale });
  }
}
