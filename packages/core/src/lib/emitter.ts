import type { NotifyQueue } from './notifyQueue.ts';

interface EmitterListening<TArgs extends unknown[]> extends Listening {
  readonly listener: (...args: TArgs) => void;
}

/**
 * Listeners of one kind of event. Each call is a notification of its own, so one that throws harms only itself; one removed before
 * its turn is not called; one added meanwhile waits for the next event.
 */
export class Emitter<TArgs extends unknown[]> {
  readonly #queue: NotifyQueue;
  readonly #listeners = new ListenerSet<EmitterListening<TArgs>>();

  constructor(queue: NotifyQueue) {
    this.#queue = queue;
  }

  get size(): number {
    return this.#listeners.size;
  }

  subscribe(listener: (...args: TArgs) => void): () => void {
    const subscription = { listener, isListening: true };
    this.#listeners.add(subscription);
    return () => this.#listeners.remove(subscription);
  }

  emit(...args: TArgs): void {
    for (const subscription of this.#listeners.order) {
      this.#queue.schedule(() => {
        if (subscription.isListening) subscription.listener(...args);
      });
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}

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
