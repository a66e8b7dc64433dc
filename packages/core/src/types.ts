import type { ChannelContract } from './contract/contract.ts';
import type {
  ChannelArgument,
  ChannelMessage,
  EventInput,
  EventName,
  EventOutput,
  MemberInfo,
  MessageOf,
  PatternFor,
  PatternOf,
  UntypedChannels,
} from './contract/contractTypes.ts';
import type { RealtimeError } from './errors/realtimeError.ts';
import type { ReadableStore } from './lib/store.ts';
import type { Timers } from './lib/timers.ts';
import type { InvalidEvent, RealtimeOptions } from './options.ts';

/** States of the connection. It is never `connected` while the socket is known to be dead. */
export type ConnectionState =
  | 'disabled'
  | 'idle'
  | 'connecting'
  | 'connected'
  | 'reconnecting'
  | 'failed'
  | 'closed';

/** The connection's present state. */
export interface ConnectionSnapshot {
  readonly state: ConnectionState;
  /** Why it is in this state, in words; null if nothing is wrong. */
  readonly reason: string | null;
  /** The socket id; null unless connected, and while tabs share the socket. */
  readonly socketId: string | null;
  readonly error: RealtimeError | null;
  /** When this state began, in milliseconds since the epoch; 0 before anything happened. */
  readonly since: number;
  /** When the next attempt starts, in milliseconds since the epoch; null if none is planned or one is running. */
  readonly retryAt: number | null;
}

interface StatusFields {
  /** Why it is in this state, in words; null if nothing is wrong. */
  readonly reason: string | null;
  /** Failed attempts in a row. */
  readonly attempt: number;
}

/** State of a channel's subscription, discriminated by `status`. */
export type ChannelStatus =
  | (StatusFields & {
      readonly status: 'idle';
      readonly isLive: false;
      readonly liveSince: null;
      readonly error: null;
      readonly retryAt: null;
    })
  | (StatusFields & {
      readonly status: 'subscribing';
      readonly isLive: false;
      readonly liveSince: null;
      readonly error: RealtimeError | null;
      readonly retryAt: null;
    })
  | (StatusFields & {
      readonly status: 'subscribed';
      readonly isLive: true;
      /** No event since this time can have been missed, in milliseconds since the epoch. Every (re)subscription moves it. */
      readonly liveSince: number;
      readonly error: null;
      readonly retryAt: null;
    })
  | (StatusFields & {
      readonly status: 'retrying';
      readonly isLive: false;
      readonly liveSince: null;
      readonly error: RealtimeError | null;
      readonly retryAt: number | null;
    })
  | (StatusFields & {
      readonly status: 'failed';
      readonly isLive: false;
      readonly liveSince: null;
      readonly error: RealtimeError;
      readonly retryAt: null;
    });

/** Why events may have been missed. */
export type GapReason =
  | 'connection'
  | 'subscription'
  | 'user'
  | 'payload'
  /** An event of a durable channel is missing, and the back end's log no longer has it. */
  | 'continuity';

/** An interval in which events of a channel may have been missed. */
export interface ChannelGap {
  readonly channel: string;
  /** Events from this time on may be missing, in milliseconds since the epoch. */
  readonly since: number;
  readonly reason: GapReason;
}

/** One member of a presence channel. */
export interface ChannelMember<TInfo = unknown> {
  readonly id: string;
  readonly info: TInfo;
}

/** The members of a presence channel. Those that did not change keep their identity. */
export interface MembersSnapshot<TInfo = unknown> {
  readonly members: readonly ChannelMember<TInfo>[];
  readonly me: ChannelMember<TInfo> | null;
  readonly count: number;
  /** True while the channel is not subscribed: the list is the last one known. */
  readonly isStale: boolean;
}

/** One holder's claim on a channel. The channel stays subscribed until its last lease is released and the grace has passed. */
export interface ChannelLease<
  TChannels = UntypedChannels,
  TPattern extends PatternOf<TChannels> = PatternOf<TChannels>,
> {
  /** The concrete channel name. */
  readonly channel: string;
  readonly status: ReadableStore<ChannelStatus>;
  /** Presence members; empty and stale on other kinds. */
  readonly members: ReadableStore<MembersSnapshot<MemberInfo<TChannels, TPattern>>>;
  /** Number of subscriptions as the server counts them; null until it sends one (an option of the server). */
  readonly subscriptionCount: ReadableStore<number | null>;
  /** On a cache channel, its last known event; null on others. */
  readonly lastMessage: MessageOf<TChannels, TPattern> | null;
  /** True while the server has no event to start a cache channel with. */
  readonly cacheMiss: ReadableStore<boolean>;
  /** Listens to one event, several, or all of the channel (`'*'`). Returns the unsubscribe function. */
  on<TEvent extends EventName<TChannels, TPattern>>(
    event: TEvent | readonly TEvent[] | '*',
    listener: (
      data: EventOutput<TChannels, TPattern, TEvent>,
      message: MessageOf<TChannels, TPattern, TEvent>,
    ) => void,
  ): () => void;
  /** Calls back once per gap, when the channel is live again. */
  onGap(listener: (gap: ChannelGap) => void): () => void;
  /** Calls back when the server has no event to start a cache channel with. For the present state read `cacheMiss`. */
  onCacheMiss(listener: () => void): () => void;
  /**
   * Sends a client event once the channel is subscribed.
   * @throws (rejects) CK201 real time is off, CK102 or CK306 wrong name, channel kind or no JSON, CK106 not in the contract, CK107 or CK108
   * payload, CK308 more than 10 a second, CK307 not sent, CK310 released, CK202 not loaded, or the error of the failed subscription
   */
  trigger<TEvent extends EventName<TChannels, TPattern> & `client-${string}`>(
    event: TEvent,
    data: EventInput<TChannels, TPattern, TEvent>,
  ): Promise<void>;
  /** Tries again at once after a failure, even a final one. */
  retry(): void;
  /** Releases the channel. Idempotent. */
  release(): void;
}

/** Something that happened on a client, for bridges and devtools. */
export type ClientEvent =
  | { readonly type: 'message'; readonly message: ChannelMessage; readonly pattern: string | null }
  | {
      readonly type: 'live';
      readonly channel: string;
      readonly liveSince: number;
      readonly gap: ChannelGap | null;
      /**
       * The channel started from positions that the server read at this time, by its clock, and has got everything that came after: data
       * that the page brought along and that is not older is complete. Absent otherwise.
       */
      readonly positionsAt?: number;
    }
  | { readonly type: 'lost'; readonly channel: string; readonly since: number; readonly reason: GapReason }
  /** A durable channel has got what it had missed from the back end's log. `lost`: not all of it, so a gap is told. */
  | { readonly type: 'resumed'; readonly channel: string; readonly replayed: number; readonly lost: boolean }
  /** An event of a durable channel arrived before its predecessor. */
  | { readonly type: 'hole'; readonly channel: string }
  /** An event of a durable channel arrived once more, and was dropped. */
  | { readonly type: 'duplicate'; readonly channel: string; readonly event: string }
  /** An event arrived on a durable channel without a position: it did not come from the log. */
  | { readonly type: 'unlogged'; readonly channel: string; readonly event: string }
  | { readonly type: 'invalid'; readonly invalid: InvalidEvent }
  | { readonly type: 'unknown'; readonly channel: string; readonly event: string }
  | { readonly type: 'added'; readonly channel: string }
  | { readonly type: 'removed'; readonly channel: string }
  | { readonly type: 'status'; readonly channel: string; readonly status: ChannelStatus }
  | { readonly type: 'connection'; readonly connection: ConnectionSnapshot };

/** Sign-in of the user on the connection. */
export type SignInState = 'off' | 'pending' | 'signed-in' | 'failed';

/** The client's user and their sign-in. */
export interface UserSnapshot {
  readonly id: string | null;
  readonly signIn: SignInState;
  readonly error: RealtimeError | null;
}

/** The client's user. */
export interface ClientUser extends ReadableStore<UserSnapshot> {
  /**
   * Sets or clears the user. Unsubscribes from every channel of the old user at once, and authorizes the remaining private channels
   * again.
   * @throws RealtimeError CK402 while the `userId` prop of a provider controls it
   */
  set(id: string | number | null): void;
  /**
   * Listens to an event addressed to the signed-in user. Returns the unsubscribe function. Opens the socket. Without `userAuth` nobody
   * is signed in and nothing arrives. The payload is parsed, but no contract validates it.
   */
  on(event: string, listener: (data: unknown) => void): () => void;
  /** Listens to watched users coming online and going offline, like `on`. A server without watchlists sends nothing. */
  onWatchlist(
    listener: (event: { name: 'online' | 'offline'; userIds: readonly string[] }) => void,
  ): () => void;
}

/** Whether this tab shares its socket with other tabs of the browser. */
export interface TabsSnapshot {
  readonly mode: 'own' | 'shared';
  /** Whether this tab has the socket: true in `own` mode. */
  readonly isLeader: boolean;
  /** Tabs on this socket, this one included. */
  readonly count: number;
  /** Why the tab has a socket of its own although sharing was asked for; null otherwise. */
  readonly reason: string | null;
}

/** Counters since the client was created, and the last events; for devtools and bug reports. */
export interface ClientInspection {
  readonly connection: ConnectionSnapshot;
  readonly user: UserSnapshot;
  readonly tabs: TabsSnapshot;
  readonly channels: readonly {
    readonly name: string;
    readonly leases: number;
    readonly status: ChannelStatus;
    /** Up to where a durable channel knows every event, `epoch:serial`; null on others, and while it is unknown. */
    readonly position: string | null;
  }[];
  readonly counters: Readonly<Record<ClientEvent['type'], number>>;
  /** The newest 200 events without payloads, oldest first. */
  readonly log: readonly {
    readonly at: number;
    readonly type: ClientEvent['type'];
    readonly subject: string;
  }[];
}

/** One connection to one Pusher app, with its channels and its user. */
export interface RealtimeClient<TChannels = UntypedChannels> {
  readonly connection: ReadableStore<ConnectionSnapshot>;
  readonly user: ClientUser;
  /** Whether this tab shares its socket, and leads (`tabs: 'shared'`). */
  readonly tabs: ReadableStore<TabsSnapshot>;
  readonly contract: ChannelContract<TChannels> | undefined;
  /** Clock, timers and randomness, shared with what is built on the client. */
  readonly timers: Timers;
  /**
   * Takes a lease on a channel, synchronously: the transport may still be loading. The first lease opens the socket. A change of user ends
   * it at once if it belongs to the old user: if the contract reads their id as `userId` from the name, or with `scope: 'user'`.
   * @throws RealtimeError CK101, CK103, CK105, CK106 for a bad name, CK206 after `dispose()`
   */
  acquire<const TArgument extends ChannelArgument<TChannels>>(
    channel: TArgument,
    options?: { readonly scope?: 'user' },
  ): ChannelLease<TChannels, PatternFor<TChannels, TArgument>>;
  /**
   * Returns the status of a channel that is held, or whose grace runs, without holding it; null for any other. For a first render;
   * acquire a lease to follow it.
   */
  peek(channel: string): ChannelStatus | null;
  /** Returns the members of a channel, if {@link RealtimeClient.peek} knows its status. */
  peekMembers(channel: string): MembersSnapshot | null;
  /** Listens to everything that happens. Returns the unsubscribe function. */
  observe(listener: (event: ClientEvent) => void): () => void;
  /**
   * Takes new options. What is left out or undefined stays as it was. Where the client connects cannot change.
   * @throws RealtimeError CK207 in development, for a second, different contract
   */
  configure(options: RealtimeOptions<TChannels>): void;
  /** Keeps the client alive while a provider uses it. Returns the unmount function. */
  mount(): () => void;
  /**
   * Opens the socket even without channels, and again after `disconnect()` or a final failure.
   * @throws RealtimeError CK206 after `dispose()`
   */
  connect(): void;
  /** Closes the socket until `connect()`; leases are kept. */
  disconnect(): void;
  /** Ends everything for good: channels, timers, socket. Idempotent. */
  dispose(): void;
  inspect(): ClientInspection;
}
