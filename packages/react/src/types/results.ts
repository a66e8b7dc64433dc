import type {
  ChannelMessage,
  ChannelStatus,
  ConnectionSnapshot,
  ReadableStore,
  RealtimeClient,
  RealtimeError,
  SignInState,
  UntypedChannels,
} from '@channelkit/core';

/** The result of `usePusherEvent`. A field that is never read causes no render. */
export interface UsePusherEventResult<TData, TMessage = ChannelMessage> {
  /** Payload of the newest event, or the state of `reduce`; undefined before the first event. */
  readonly data: TData;
  /** The newest event: name, payload, channel, sender, time of arrival. */
  readonly message: TMessage | undefined;
  /** The concrete channel name; null while nothing is held. */
  readonly channel: string | null;
  readonly userId: string | null;
  /** Status of the channel's subscription. */
  readonly status: ChannelStatus['status'];
  readonly isLive: boolean;
  /** The reason for the status, in words: no user, not enabled, denied, …; null when nothing is wrong. */
  readonly reason: string | null;
  readonly error: RealtimeError | null;
}

/** The result of `useChannel`, discriminated by `status`. A field that is never read causes no render. */
export type UseChannelResult<TTrigger = (event: `client-${string}`, data: unknown) => Promise<void>> =
  ChannelStatus & {
    /** The concrete name; null without a channel, and if the parameters make no valid name. */
    readonly channel: string | null;
    /** Number of subscriptions as counted by the server; null until it sends one. */
    readonly subscriptionCount: number | null;
    /** True while the server has no event for a cache channel to start with. */
    readonly isCacheMiss: boolean;
    /**
     * Sends a client event once the channel is subscribed. The same function for the same channel.
     * @throws (rejects) RealtimeError as `trigger` of a lease; CK307 without a channel, CK310 if the channel's user changed
     */
    readonly trigger: TTrigger;
    /** Retries immediately after a failure, even a final one. */
    readonly retry: () => void;
  };

/** The result of `usePusherContext`. */
export interface PusherContextValue<TChannels = UntypedChannels> {
  readonly client: RealtimeClient<TChannels>;
  /** The current user; null without one, on the server, and in the first client render unless the prop sets it. */
  readonly userId: string | null;
  /**
   * Sets or clears the user. The old user's channels are unsubscribed immediately.
   * @throws RealtimeError CK402 while the provider has a `userId` prop
   */
  readonly setUserId: (id: string | number | null) => void;
  /** The connection as a store; `useConnection` renders from it. */
  readonly connection: ReadableStore<ConnectionSnapshot>;
}

/** The result of `useSignIn`. */
export interface UseSignInResult {
  /** The current user; null without one. */
  readonly userId: string | null;
  /** The sign-in on the connection; `off` without the option `userAuth` of the provider. */
  readonly state: SignInState;
  readonly isSignedIn: boolean;
  /** Why the sign-in failed (CK211), else null. */
  readonly error: RealtimeError | null;
}
