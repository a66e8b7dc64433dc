import { Listeners, type Listening } from './listeners.ts';

/** Takes an error that a listener threw. */
export type ReportError = (error: unknown) => void;

/** Lets an error surface as uncaught without stopping the caller. */
export const rethrowLater: ReportError = (error) => {
  queueMicrotask(() => {
    throw error;
  });
};

interface Subscription<TArgs extends unknown[]> extends Listening {
  readonly listener: (...args: TArgs) => void;
}

/**
 * Calls listeners. One that throws harms only itself; one removed during an emit is not called again, one added waits for the
 * next.
 */
export class Emitter<TArgs extends unknown[]> extends Listeners<Subscription<TArgs>> {
  subscribe(listener: (...args: TArgs) => void): () => void {
    const subscription = { listener, isListening: true };
    this.add(subscription);
    return () => this.remove(subscription);
  }

  emit(...args: TArgs): void {
    for (const subscription of this.order) {
      if (!subscription.isListening) continue;
      try {
        subscription.listener(...args);
      } catch (error) {
        this.report(error);
      }
    }
  }
}
