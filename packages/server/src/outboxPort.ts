/** An event as it is stored until it is sent. */
export interface OutboxEvent {
  /** A UUID; the primary key. */
  readonly id: string;
  readonly channel: string;
  readonly event: string;
  /** JSON text. */
  readonly data: string;
  readonly socketId: string | null;
}

/** A stored event together with the number of attempts that failed. */
export interface ClaimedEvent extends OutboxEvent {
  readonly attempts: number;
}

/** What became of a claimed event. */
export type OutboxOutcome =
  | { readonly id: string; readonly state: 'sent' }
  | {
      readonly id: string;
      readonly state: 'waiting';
      readonly attempts: number;
      /** Not to be claimed before, milliseconds since the epoch. */
      readonly dueAt: number;
      readonly error: string;
    }
  | { readonly id: string; readonly state: 'failed'; readonly attempts: number; readonly error: string };

/** What an outbox needs of a database; `TTransaction` is what its transactions are called by. */
export interface OutboxPort<TTransaction> {
  /** Stores new events, due at once, in the transaction that also writes what they tell of. */
  insert(transaction: TTransaction, events: readonly OutboxEvent[]): Promise<void>;
  /**
   * Takes the oldest events that are due at `now` and makes them due again at `leasedUntil`, in one step that two workers cannot both
   * do (PostgreSQL: `for update skip locked`). Oldest first. A worker that dies leaves its events to be claimed again.
   */
  claim(options: {
    readonly limit: number;
    readonly now: number;
    readonly leasedUntil: number;
  }): Promise<readonly ClaimedEvent[]>;
  /** Records outcomes: a sent event may be deleted, a failed one is kept for a person to look at and never claimed. */
  settle(outcomes: readonly OutboxOutcome[]): Promise<void>;
}
