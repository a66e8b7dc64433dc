import { ListenerSet, type Listening } from './listenerSet.ts';
import type { NotifyQueue } from './notifyQueue.ts';

interface Subscription<TArgs extends unknown[]> extends Listening {
  readonly listener: (...args: TArgs) => void;
}

/**
 * Listeners of one kind of event. Each call is a notification of its own, so one that throws harms only itself; one removed before
 * its turn is not called; one added meanwhile waits for the next event.
 */
export class Emitter<TArgs extends unknown[]> {
  readonly #queue: NotifyQueue;
  readonly #listeners = new ListenerSet<Subscription<TArgs>>();

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
