/** Takes an error that a listener threw. */
export type ReportError = (error: unknown) => void;

/** Lets an error surface as uncaught without stopping the caller. */
export const rethrowLater: ReportError = (error) => {
  queueMicrotask(() => {
    throw error;
  });
};

/** Calls `listener`; what it throws goes to `report`. */
export function isolate<TArgs extends unknown[]>(
  listener: (...args: TArgs) => void,
  report: ReportError,
): (...args: TArgs) => void {
  return (...args) => {
    try {
      listener(...args);
    } catch (error) {
      report(error);
    }
  };
}

interface Subscription<TArgs extends unknown[]> {
  readonly listener: (...args: TArgs) => void;
  active: boolean;
}

/**
 * Listeners in order of arrival. One that throws harms only itself; one removed during an emit is not called again,
 * one added during an emit waits for the next.
 */
export class Emitter<TArgs extends unknown[]> {
  readonly #report: ReportError;
  readonly #subscriptions = new Set<Subscription<TArgs>>();
  #order: readonly Subscription<TArgs>[] | null = null;

  constructor(report: ReportError) {
    this.#report = report;
  }

  get size(): number {
    return this.#subscriptions.size;
  }

  subscribe(listener: (...args: TArgs) => void): () => void {
    const subscription = { listener, active: true };
    this.#subscriptions.add(subscription);
    this.#order = null;
    return () => {
      if (!subscription.active) return;
      subscription.active = false;
      this.#subscriptions.delete(subscription);
      this.#order = null;
    };
  }

  emit(...args: TArgs): void {
    this.#order ??= [...this.#subscriptions];
    const order = this.#order as readonly Subscription<unknown[]>[];
    const [first, second] = args;
    for (const subscription of order) {
      if (!subscription.active) continue;
      try {
        // The shape of an event, once per handler: spreading the arguments there would triple its price.
        if (args.length === 2) subscription.listener(first, second);
        else subscription.listener(...args);
      } catch (error) {
        this.#report(error);
      }
    }
  }

  clear(): void {
    for (const subscription of this.#subscriptions) subscription.active = false;
    this.#subscriptions.clear();
    this.#order = null;
  }
}
