import type { ChannelContract } from './contract.ts';
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
} from './contractTypes.ts';
import type { RealtimeError } from './errors.ts';
import type { InvalidEvent, RealtimeOptions } from './options.ts';
import type { ReadableStore } from './store.ts';
import type { Timers } from './timers.ts';

/** States of the connection; `connected` is never said of a socket known to be dead. */
export type ConnectionState =
  | 'disabled'
  | 'idle'
  | 'connecting'
  | 'connected'
  | 'reconnecting'
  | 'failed'
  | 'closed';

/** The connection as it is known now. */
export interface ConnectionSnapshot {
  readonly state: ConnectionState;
  /** Why it is so, in words; null when nothing is wrong. */
  readonly reason: string | null;
  /** The socket id while connected, else null. */
  readonly socketId: string | null;
  readonly error: RealtimeError | null;
  /** When this state began, milliseconds since the epoch; 0 before anything happened. */
  readonly since: number;
  /** When the next attempt starts, milliseconds since the epoch; null while none is planned or one is running. */
  readonly retryAt: number | null;
}

interface StatusFields {
  /** Why it is so, in words; null when nothing is wrong. */
  readonly reason: string | null;
  /** Failed attempts in a row. */
  readonly attempt: number;
}

/** A channel's subscription, discriminated by `status`. */
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
      /** From when no event can have been missed, milliseconds since the epoch; every (re)subscription moves it. */
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
export type GapReason = 'connection' | 'subscription' | 'user' | 'payload';

/** An interval in which events of a channel may have been missed. */
export interface ChannelGap {
  readonly channel: string;
  /** Events from here on may be missing, milliseconds since the epoch. */
  readonly since: number;
  readonly reason: GapReason;
}

/** One member of a presence channel. */
export interface ChannelMember<TInfo = unknown> {
  readonly id: string;
  readonly info: TInfo;
}

/** The people of a presence channel. Members that did not change keep their identity. */
export interface MembersSnapshot<TInfo = unknown> {
  readonly members: readonly ChannelMember<TInfo>[];
  readonly me: ChannelMember<TInfo> | null;
  readonly count: number;
  /** True while the channel is not subscribed: the list is the last one known. */
  readonly isStale: boolean;
}

/** One consumer's hold on a channel. Counted: the channel stays subscribed until the last lease is released and the grace has passed. */
export interface ChannelLease<
  TChannels = UntypedChannels,
  TPattern extends PatternOf<TChannels> = PatternOf<TChannels>,
> {
  /** The concrete channel name. */
  readonly channel: string;
  readonly status: ReadableStore<ChannelStatus>;
  /** Presence members; empty and stale on other kinds. */
  readonly members: ReadableStore<MembersSnapshot<MemberInfo<TChannels, TPattern>>>;
  /** Number of subscriptions as the server counts them; null until it says so (an option of the server). */
  readonly subscriptionCount: ReadableStore<number | null>;
  /** On cache channels the last event known, for latecomers; else null. */
  readonly lastMessage: MessageOf<TChannels, TPattern> | null;
  /** True once the server has said that a cache channel has no event to start with, until the next one. */
  readonly cacheMiss: ReadableStore<boolean>;
  /** Listens to one event, several, or `'*'` for all of the channel; returns the unsubscribe. */
  on<TEvent extends EventName<TChannels, TPattern>>(
    event: TEvent | readonly TEvent[] | '*',
    listener: (
      data: EventOutput<TChannels, TPattern, TEvent>,
      message: MessageOf<TChannels, TPattern, TEvent>,
    ) => void,
  ): () => void;
  /** Called once per interval in which events may have been missed, when the channel is live again. */
  onGap(listener: (gap: ChannelGap) => void): () => void;
  /** Called when a cache channel has no event to start with; whoever comes later reads `cacheMiss`. */
  onCacheMiss(listener: () => void): () => void;
  /**
   * Sends a client event once the channel is subscribed.
   * @throws (rejects) CK201 switched off, CK102 or CK306 wrong name, channel kind or no JSON, CK106 not in the contract, CK107 or CK108 payload,
   * CK308 more than 10 a second, CK307 not sent, CK310 released, CK202 not loaded, or the error of a subscription that has failed
   */
  trigger<TEvent extends EventName<TChannels, TPattern> & `client-${string}`>(
    event: TEvent,
    data: EventInput<TChannels, TPattern, TEvent>,
  ): Promise<void>;
  /** Tries again at once after a failure, even a final one. */
  retry(): void;
  /** Gives the channel back; idempotent. */
  release(): void;
}

/** What happens on a client, for bridges and devtools. */
export type ClientEvent =
  | { readonly type: 'message'; readonly message: ChannelMessage; readonly pattern: string | null }
  | {
      readonly type: 'live';
      readonly channel: string;
      readonly liveSince: number;
      readonly gap: ChannelGap | null;
    }
  | { readonly type: 'lost'; readonly channel: string; readonly since: number; readonly reason: GapReason }
  | { readonly type: 'invalid'; readonly invalid: InvalidEvent }
  | { readonly type: 'unknown'; readonly channel: string; readonly event: string }
  | { readonly type: 'added'; readonly channel: string }
  | { readonly type: 'removed'; readonly channel: string }
  | { readonly type: 'status'; readonly channel: string; readonly status: ChannelStatus }
  | { readonly type: 'connection'; readonly connection: ConnectionSnapshot };

/** Sign-in of the user on the connection. */
export type SignInState = 'off' | 'pending' | 'signed-in' | 'failed';

/** Who the client works for. */
export interface UserSnapshot {
  readonly id: string | null;
  readonly signIn: SignInState;
  readonly error: RealtimeError | null;
}

/** The client's user. */
export interface ClientUser extends ReadableStore<UserSnapshot> {
  /**
   * Sets or clears the user. Leaves every channel of the old user at once and has the remaining private channels
   * authorised anew.
   * @throws RealtimeError CK402 while the `userId` prop of a provider controls it
   */
  set(id: string | number | null): void;
  /**
   * Listens to an event addressed to the signed-in user; returns the unsubscribe. Opens the socket. Without `userAuth` nobody is signed
   * in and nothing arrives. The payload is parsed, and validated by no contract.
   */
  on(event: string, listener: (data: unknown) => void): () => void;
  /** Listens to watched users coming online and going offline; as `on`. A server without watchlists tells nothing. */
  onWatchlist(
    listener: (event: { name: 'online' | 'offline'; userIds: readonly string[] }) => void,
  ): () => void;
}

/** Counters since the client was made, and the last events; for devtools and bug reports. */
export interface ClientInspection {
  readonly connection: ConnectionSnapshot;
  readonly user: UserSnapshot;
  readonly channels: readonly {
    readonly name: string;
    readonly leases: number;
    readonly status: ChannelStatus;
  }[];
  readonly counters: Readonly<Record<ClientEvent['type'], number>>;
  /** The newest 200 events without payloads, oldest first. */
  readonly log: readonly {
    readonly at: number;
    readonly type: ClientEvent['type'];
    readonly subject: string;
  }[];
}

/** One connection to one Pusher app; owns the pusher-js instance, the channels and the user. */
export interface RealtimeClient<TChannels = UntypedChannels> {
  readonly connection: ReadableStore<ConnectionSnapshot>;
  readonly user: ClientUser;
  readonly contract: ChannelContract<TChannels> | undefined;
  /** Clock, timers and randomness; what is built on the client uses them too. */
  readonly timers: Timers;
  /**
   * Takes a hold on a channel, synchronously; the transport may still be loading. The first lease opens the socket.
   * A change of user ends it at once if it is the old user's: the contract reads their id as `userId` from the name, or
   * `scope: 'user'` says so.
   * @throws RealtimeError CK101, CK103, CK105, CK106 for a bad name, CK206 after `dispose()`
   */
  acquire<const TArgument extends ChannelArgument<TChannels>>(
    channel: TArgument,
    options?: { readonly scope?: 'user' },
  ): ChannelLease<TChannels, PatternFor<TChannels, TArgument>>;
  /**
   * What is known of a channel that somebody holds, or whose grace runs, without holding it; null for any other. For a first
   * render; acquire a lease to follow it.
   */
  peek(channel: string): ChannelStatus | null;
  /** The members of a channel, known when {@link RealtimeClient.peek} knows its status. */
  peekMembers(channel: string): MembersSnapshot | null;
  /** Listens to everything that happens; returns the unsubscribe. */
  observe(listener: (event: ClientEvent) => void): () => void;
  /**
   * Takes new options; the newest win, and what is left out or undefined stays as it was. Where it connects cannot change.
   * @throws RealtimeError CK207 in development, for a second, different contract
   */
  configure(options: RealtimeOptions<TChannels>): void;
  /** Keeps the client in the registry while a provider uses it; returns the unmount. */
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
