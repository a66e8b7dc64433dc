/** A listener's place in a {@link ListenerSet}. */
export interface Listening {
  /** Set by the list: false from the moment of removal. */
  isListening: boolean;
}

/** Listeners in the order in which they were added. Adding and removing take constant time. */
export class ListenerSet<TListening extends Listening> {
  readonly #all = new Set<TListening>();
  #order: readonly TListening[] | null = null;

  get size(): number {
    return this.#all.size;
  }

  add(listening: TListening): void {
    listening.isListening = true;
    this.#all.add(listening);
    this.#order = null;
  }

  remove(listening: TListening): void {
    if (!this.#all.delete(listening)) return;
    listening.isListening = false;
    this.#order = null;
  }

  clear(): void {
    for (const listening of this.#all) listening.isListening = false;
    this.#all.clear();
    this.#order = null;
  }

  /** The current listeners. The array does not change during an iteration, so check `isListening` before each call. */
  get order(): readonly TListening[] {
    this.#order ??= [...this.#all];
    return this.#order;
  }
}
