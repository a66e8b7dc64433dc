/**
 * The one place where listeners are called: state changes first, listeners run afterwards.
 *
 * Every command, frame, timer and settled promise runs in a {@link NotifyQueue.batch}. Notifications scheduled meanwhile run when the
 * outermost batch ends, in the order in which they were scheduled. So a listener never sees a half-changed client, and may release,
 * connect, disconnect, change the user or throw: what it changes is done at once, what that notifies waits its turn.
 */
export class NotifyQueue {
  readonly #report: ReportError;
  #scheduled: (() => void)[] = [];
  #depth = 0;

  constructor(report: ReportError) {
    this.#report = report;
  }

  /** Runs `change`, then everything that it scheduled. Inside another batch, the outer one flushes. */
  batch<TResult>(change: () => TResult): TResult {
    this.#depth += 1;
    try {
      return change();
    } finally {
      if (this.#depth === 1) this.#flush();
      this.#depth -= 1;
    }
  }

  /** Runs `notify` at the end of the batch, or at once outside of one. An error goes to `report` and stops nothing else. */
  schedule(notify: () => void): void {
    this.#scheduled.push(notify);
    if (this.#depth === 0) this.batch(() => {});
  }

  #flush(): void {
    // Grows while it runs: listeners may start batches of their own.
    for (let index = 0; index < this.#scheduled.length; index += 1) {
      try {
        this.#scheduled[index]?.();
      } catch (error) {
        this.#report(error);
      }
    }
    this.#scheduled = [];
  }
}

/** Takes an error that a listener threw. */
export type ReportError = (error: unknown) => void;

/** Surfaces an error as uncaught without stopping the caller. */
export const rethrowLater: ReportError = (error) => {
  queueMicrotask(() => {
    throw error;
  });
};
