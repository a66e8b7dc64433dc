import type { ChannelMessage } from '@channelkit/core';
import type { AnyChannel } from '../observers/aim.ts';

/** Options of the hooks that hold a channel. */
export interface HoldOptions {
  /** `false` holds nothing. @default true */
  readonly enabled?: boolean | undefined;
}

/** Options of `usePusherEvent` that every form takes. */
export interface UsePusherEventOptions<TChannel = AnyChannel> extends HoldOptions {
  /**
   * `null` and `undefined` hold nothing, so that an unknown channel does not fall back to another one. If the key is absent, it is the
   * current user's channel (`userChannel` of the provider).
   */
  readonly channel?: TChannel | null | undefined;
}

/** Keeps state across events instead of the newest event only. */
export interface ReduceOptions<TState, TMessage = ChannelMessage> {
  /** Called once per event, in order. May be inline; the latest one runs. */
  readonly reduce: (state: TState, message: TMessage) => TState;
  /** The initial state; the state resets to it for another channel or user. */
  readonly initial: TState;
}

/** Options of `usePusherEvent` without `reduce`. */
export interface NoReduceOptions {
  readonly reduce?: undefined;
  readonly initial?: undefined;
}

/** Options of `useLiveRefresh`. */
export interface LiveRefreshOptions extends HoldOptions {
  /** Quiet time before a refresh, in milliseconds. @default 50 */
  readonly wait?: number | undefined;
  /** The longest delay of a refresh after an event, and the shortest time between two refreshes, in milliseconds. @default 500 */
  readonly maxWait?: number | undefined;
  /**
   * When the read of the page's data began, in milliseconds since the epoch. Data that is not older than the channel's `liveSince` is
   * not refreshed initially. @default unknown: refresh once when the channel is live
   */
  readonly dataUpdatedAt?: number | undefined;
}
