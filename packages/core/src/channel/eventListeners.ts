import type { ChannelMessage } from '../contract/contractTypes.ts';
import { ListenerSet, type Listening } from '../lib/emitter.ts';
import type { NotifyQueue } from '../lib/notifyQueue.ts';

/** A listener of a channel's events. Its handler is read at every event, so that the latest one runs (promise 4). */
export interface EventListening extends Listening {
  handler: ((data: unknown, message: ChannelMessage) => void) | null | undefined;
  /** The newest event, kept for a listener without a handler. */
  message: ChannelMessage | undefined;
}

/** The listeners of a channel by event; `'*'` stands for all events. */
export class EventListeners {
  readonly #queue: NotifyQueue;
  readonly #byEvent = new Map<string, ListenerSet<EventListening>>();

  constructor(queue: NotifyQueue) {
    this.#queue = queue;
  }

  add(events: readonly string[], listening: EventListening): void {
    for (const event of events) {
      const listeners = this.#byEvent.get(event) ?? new ListenerSet();
      listeners.add(listening);
      this.#byEvent.set(event, listeners);
    }
  }

  remove(events: readonly string[], listening: EventListening): void {
    for (const event of events) {
      const listeners = this.#byEvent.get(event);
      listeners?.remove(listening);
      if (listeners?.size === 0) this.#byEvent.delete(event);
    }
  }

  /** Notifies first the listeners of the event, then those of all events. One that throws harms only itself. */
  deliver(message: ChannelMessage): void {
    for (const event of [message.event, '*']) {
      for (const listening of this.#byEvent.get(event)?.order ?? []) {
        this.#queue.schedule(() => {
          if (!listening.isListening) return;
          listening.message = message;
          listening.handler?.(message.data, message);
        });
      }
    }
  }

  clear(): void {
    for (const listeners of this.#byEvent.values()) listeners.clear();
    this.#byEvent.clear();
  }
}
