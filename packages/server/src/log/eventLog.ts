import type { ChannelArgument } from '@channelkit/core/contract';
import type { BatchEvent } from '../events/eventTypes.ts';

/** Options of `createEventLog`. */
export interface EventLogOptions {
  /** How long events of durable channels are kept: at most so old (milliseconds), and at most so many of each channel. */
  readonly retention?:
    | {
        /** @default 86_400_000, a day */
        readonly age?: number | undefined;
        /** @default 1000 */
        readonly count?: number | undefined;
      }
    | undefined;
  /** Milliseconds that a claimed event belongs to one worker. Longer than a request with its retries. @default 30000 */
  readonly lease?: number | undefined;
  /** Milliseconds until the next attempt, by the number of failed ones. @default 1000, doubled up to 60000 */
  readonly retryDelay?: ((attempts: number) => number) | undefined;
  /**
   * Called with what the port threw while `start` runs, and with the error of each event that was given up.
   * @default writes to `console.error`, one line per cause and minute
   */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** What one `flush` did, in numbers of events. */
export interface FlushResult {
  readonly sent: number;
  /** Kept for a later attempt. */
  readonly retried: number;
  /** Given up: the contract or the size limit refuses them, so no retry can succeed. Clients still get those of durable channels by asking. */
  readonly failed: number;
}

/** The positions of channels, as plain JSON. A page that is rendered from data read afterwards resumes from here. */
export interface Positions {
  /** When they were read, milliseconds since the Unix epoch. */
  readonly at: number;
  /** Concrete channel name → position. */
  readonly channels: Readonly<Record<string, string>>;
}

/** An event as it is replayed. */
export interface ReplayedEvent {
  readonly event: string;
  readonly data: unknown;
  readonly position: string;
  /** The same in every delivery. */
  readonly id: string;
  /** When it was appended, milliseconds since the Unix epoch. */
  readonly at: number;
  /** The digest of the connection that the sender excluded. */
  readonly except?: number;
}

/** Why a channel cannot be resumed without a gap. */
export type LostReason = 'epoch' | 'ahead' | 'trimmed' | 'limit' | 'malformed';

/** What came after a position, in order and without a hole, or why it cannot be told. */
export type Replay =
  | { readonly position: string; readonly events: readonly ReplayedEvent[] }
  | { readonly position: string; readonly lost: LostReason };

/** How much one answer may hold, over all channels; those that miss the fewest events come first. */
export interface ReplayLimits {
  /** @default 1000 */
  readonly maxEvents?: number | undefined;
  /** Bytes of payloads. @default 1_000_000 */
  readonly maxBytes?: number | undefined;
}

/**
 * Events that are written in the same transaction as the data they are about, and sent after the commit. Those of durable channels are kept
 * for a while, numbered in the order in which their transactions commit.
 */
export interface EventLog<TChannels, TTransaction> {
  /**
   * Writes events in the caller's transaction. Call it last and once: it locks the durable channels until the transaction ends. While
   * realtime is switched off, events of durable channels are kept for clients that resume later, and all others are dropped.
   * @throws RealtimeError CK1xx, CK605, CK606, CK609, CK614 or CK615 for an event that could never be sent, so that the transaction rolls back
   */
  append(transaction: TTransaction, ...events: readonly BatchEvent<TChannels>[]): Promise<void>;
  /** Sends what is due. Call it after the commit. A call during a flush makes that flush check once more. Rejects when the port does. */
  flush(): Promise<FlushResult>;
  /**
   * Flushes at once and then every `interval` ms (default 1000), for events that a crash or a failed attempt left behind, and trims about
   * once a minute. Returns a function that stops it and resolves when nothing is running, so that the database can be closed.
   */
  start(options?: { readonly interval?: number }): () => Promise<void>;
  /** Deletes what `retention` no longer keeps, and never what still has to be sent. Returns the number of events. */
  trim(): Promise<number>;
  /**
   * Where durable channels stand. Read it before the data of a page.
   * @throws RealtimeError CK616 for a channel that is not durable, CK1xx for one that is not in the contract
   */
  positions(channels: readonly ChannelArgument<TChannels>[]): Promise<Positions>;
  /** What came after each position, in two queries. Without a position, where the channel stands. Checks no rights. */
  replay(
    since: Readonly<Record<string, string | null>>,
    limits?: ReplayLimits,
  ): Promise<Readonly<Record<string, Replay>>>;
  /**
   * Begins a new epoch, in the caller's transaction: every client is told a gap. Call it after restoring the database from a backup. What
   * still has to be sent is sent.
   */
  reset(transaction: TTransaction): Promise<void>;
}
