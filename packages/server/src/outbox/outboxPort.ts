/** An event as stored until it is sent. */
export interface OutboxEvent {
  /** A UUID; the primary key. */
  readonly id: string;
  readonly channel: string;
  readonly event: string;
  /** JSON text. */
  readonly data: string;
  readonly socketId: string | null;
}

/** A stored event with the number of its failed attempts. */
export interface ClaimedEvent extends OutboxEvent {
  readonly attempts: number;
}

/** The outcome of a claimed event. */
export type OutboxOutcome =
  | { readonly id: string; readonly state: 'sent' }
  | {
      readonly id: string;
      readonly state: 'waiting';
      readonly attempts: number;
      /** When it may be claimed again, milliseconds since the epoch. */
      readonly dueAt: number;
      readonly error: string;
    }
  | { readonly id: string; readonly state: 'failed'; readonly attempts: number; readonly error: string };

/** What an outbox needs of a database. `TTransaction` is the type of its transactions. */
export interface OutboxPort<TTransaction> {
  /** Stores new events, due at once, in the transaction that also writes the data they are about. */
  insert(transaction: TTransaction, events: readonly OutboxEvent[]): Promise<void>;
  /**
   * Claims the oldest events that are due at `now` and makes them due again at `leasedUntil`, in one step that two workers cannot both do
   * (PostgreSQL: `for update skip locked`). Oldest first. The events of a worker that dies are claimed again.
   */
  claim(options: {
    readonly limit: number;
    readonly now: number;
    readonly leasedUntil: number;
  }): Promise<readonly ClaimedEvent[]>;
  /** Records outcomes. A sent event may be deleted; a failed one is kept for inspection and never claimed. */
  settle(outcomes: readonly OutboxOutcome[]): Promise<void>;
}
