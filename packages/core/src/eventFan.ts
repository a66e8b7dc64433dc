import type { ChannelMessage } from './contractTypes.ts';
import { Listeners, type Listening } from './listeners.ts';

/** A listener of a channel's events. It is read at every event, so that its latest handler runs (4). */
export interface EventListening extends Listening {
  handler: ((data: unknown, message: ChannelMessage) => void) | null | undefined;
  /** The newest event, left here for a listener without a handler. */
  message: ChannelMessage | undefined;
}

/**
 * Delivers an event to every listener, with nothing between the loop and the handler: this is the path of every event to every
 * component. One that throws harms only itself.
 */
export class EventFan extends Listeners<EventListening> {
  emit(message: ChannelMessage): void {
    const { data } = message;
    for (const listening of this.order) {
      if (!listening.isListening) continue;
      listening.message = message;
      const { handler } = listening;
      try {
        handler?.(data, message);
      } catch (error) {
        this.report(error);
      }
    }
  }
}
