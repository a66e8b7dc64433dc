import type { ChannelMessage } from './contractTypes.ts';
import { Listeners, type Listening } from './listeners.ts';

/** Who listens to events of a channel. It is read at every event: the handler of the moment runs (4). */
export interface EventListening extends Listening {
  handler: ((data: unknown, message: ChannelMessage) => void) | null | undefined;
  /** The newest event, left here for whoever has no handler. */
  message: ChannelMessage | undefined;
}

/**
 * Brings an event to everybody who listens, with nothing between the loop and the handler: this is the path of every event to
 * every component. Isolated as {@link Emitter} does it.
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
