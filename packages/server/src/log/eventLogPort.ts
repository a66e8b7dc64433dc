/** An event as it is kept. */
export interface LoggedEvent {
  /** A UUID; unique. */
  readonly id: string;
  readonly channel: string;
  readonly event: string;
  /** The payload, as JSON text. */
  readonly data: string;
  /** The connection that does not get the event. */
  readonly socketId: string | null;
  /** When it was appended, milliseconds since the Unix epoch. */
  readonly at: number;
  /** Null, as `serial` is, on a channel that is not durable. */
  readonly epoch: string | null;
  readonly serial: number | null;
  /** JSON text of at most 1 kB. */
  readonly skipped: string;
}

/** An event to insert. */
export interface NewEvent extends LoggedEvent {
  /** `kept`: it is not sent, but can be replayed. */
  readonly state: 'waiting' | 'kept';
}

/** An event to send, with the number of its failed attempts. */
export interface ClaimedEvent extends LoggedEvent {
  readonly attempts: number;
}

/** The outcome of a claimed event. */
export type SendOutcome =
  | { readonly id: string; readonly state: 'sent' }
  | {
      readonly id: string;
      readonly state: 'waiting';
      readonly attempts: number;
      /** When it may be claimed again, milliseconds since the Unix epoch. */
      readonly dueAt: number;
      readonly error: string;
    }
  | { readonly id: string; readonly state: 'failed'; readonly attempts: number; readonly error: string };

/** The newest position of a durable channel. */
export interface ChannelHead {
  readonly channel: string;
  readonly epoch: string;
  readonly serial: number;
  /** JSON text of at most 1 kB, `[]` at first. */
  readonly skipped: string;
}

/** Events of a channel: those after serial `after`, up to and including `until`. */
export interface LogRange {
  readonly channel: string;
  readonly epoch: string;
  readonly after: number;
  readonly until: number;
}

/** What an event log needs of a database. `TTransaction` is the type of its transactions. */
export interface EventLogPort<TTransaction> {
  /**
   * Adds `count` to each channel's serial and returns the new heads, in the caller's transaction, whose rollback undoes it. No other
   * transaction gets past here with one of these channels until this one has ended. Locks in the order given, by name, so that two writers
   * cannot wait for each other. A channel's first head has the log's epoch, which becomes `fresh` if it has none yet.
   */
  advance(
    transaction: TTransaction,
    channels: readonly { readonly channel: string; readonly count: number }[],
    fresh: string,
  ): Promise<readonly ChannelHead[]>;
  /** Stores new events in order, due at once, and the new `skipped` of these heads, in the caller's transaction. */
  insert(
    transaction: TTransaction,
    events: readonly NewEvent[],
    heads: readonly Pick<ChannelHead, 'channel' | 'skipped'>[],
  ): Promise<void>;
  /**
   * Claims the oldest waiting events that are due at `now` and makes them due again at `leasedUntil`, in one step that two workers cannot
   * both do (PostgreSQL: `for update skip locked`). Oldest first. The events of a worker that dies are claimed again.
   */
  claim(options: {
    readonly limit: number;
    readonly now: number;
    readonly leasedUntil: number;
  }): Promise<readonly ClaimedEvent[]>;
  /**
   * Records outcomes of events that are still waiting, and ignores the others. A sent event with a serial becomes `kept`; one without is
   * deleted. A failed one is never claimed.
   */
  settle(outcomes: readonly SendOutcome[]): Promise<void>;
  /** The log's epoch, which becomes `fresh` if it has none yet, and the heads of those channels that have one. Sees commits only. */
  heads(
    channels: readonly string[],
    fresh: string,
  ): Promise<{ readonly epoch: string; readonly heads: readonly ChannelHead[] }>;
  /** The events of these ranges that are still there, by serial within a channel, whatever their state. */
  read(ranges: readonly LogRange[]): Promise<readonly (LoggedEvent & { readonly serial: number })[]>;
  /**
   * Deletes events with a serial that do not wait: those appended before `before`, and those that are not among the newest `count` of their
   * channel. Returns how many.
   */
  trim(limits: { readonly before: number; readonly count: number }): Promise<number>;
  /**
   * Begins an epoch for all channels, in the caller's transaction and with no other `advance` under way: deletes events with a serial
   * that do not wait, numbers those that wait 1, 2, 3 … in their order, and sets each head to the last of them, with nothing skipped.
   */
  reset(transaction: TTransaction, epoch: string): Promise<void>;
}
