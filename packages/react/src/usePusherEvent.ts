import type { ChannelMessage, ChannelStatus, RealtimeError } from '@channelkit/core';
import { useInsertionEffect } from 'react';
import type { AnyChannel } from './channelTarget.ts';
import { type EventCallbacks, EventObserver } from './eventObserver.ts';
import { useObserver } from './useObserver.ts';
import { useSnapshot } from './useSnapshot.ts';
import { ownChannel, useTarget } from './useTarget.ts';

/** Options of `usePusherEvent` that every form takes. */
export interface UsePusherEventOptions<TChannel = AnyChannel> {
  /** Key absent: the current user's channel (`userChannel` of the provider). `null` or `undefined`: hold nothing. */
  readonly channel?: TChannel | null | undefined;
  /** `false` holds nothing. @default true */
  readonly enabled?: boolean | undefined;
}

/** Keeps every event in a state instead of the newest one only. */
export interface ReduceOptions<TState, TMessage = ChannelMessage> {
  /** Called once per event, in order; may be inline, the newest one runs. */
  readonly reduce: (state: TState, message: TMessage) => TState;
  /** Where the state starts, for each channel and each user again. */
  readonly initial: TState;
}

/** Options of `usePusherEvent` without `reduce`. */
export interface NoReduceOptions {
  readonly reduce?: undefined;
  readonly initial?: undefined;
}

/** What `usePusherEvent` gives; a field that is never read causes no render. */
export interface UsePusherEventResult<TData, TMessage = ChannelMessage> {
  /** Payload of the newest event, or the state of `reduce`; undefined before the first event. */
  readonly data: TData;
  /** The newest event: name, payload, channel, sender, time of arrival. */
  readonly message: TMessage | undefined;
  /** The concrete channel name; null while nothing is held. */
  readonly channel: string | null;
  readonly userId: string | null;
  /** State of the channel's subscription. */
  readonly status: ChannelStatus['status'];
  readonly isLive: boolean;
  /** Why it is so, in words: no user, not enabled, denied, …; null when nothing is wrong. */
  readonly reason: string | null;
  readonly error: RealtimeError | null;
}

/** A call of `usePusherEvent` without its types. */
export interface EventCall {
  readonly event: string | readonly string[];
  readonly handler: EventCallbacks['handler'];
  readonly options:
    | (UsePusherEventOptions & { reduce?: EventCallbacks['reduce']; initial?: unknown })
    | undefined;
}

/** The untyped implementation behind every form of `usePusherEvent`. */
export function useEvent(
  contract: object | undefined,
  { event, handler, options = {} }: EventCall,
): UsePusherEventResult<unknown> {
  const { enabled = true, reduce, initial } = options;
  const target = useTarget(contract, 'channel' in options ? options.channel : ownChannel, enabled);
  const events = typeof event === 'string' ? [event] : event;
  const reduces = reduce !== undefined;
  const key = typeof event === 'string' ? `${reduces} ${event}` : `${reduces}${JSON.stringify(event)}`;
  const observer = useObserver(target, key, (held) => new EventObserver(held, { events, initial, reduces }));
  // Before any other effect of the commit, so that no event meets the callbacks of an older one (4).
  useInsertionEffect(() => observer.take({ handler, reduce }));
  return useSnapshot(observer);
}

/**
 * Runs a handler for, and shows, the events of a channel: the current user's by default.
 *
 * With only a handler it never renders again for an event. `data` and `message` render at most once per animation frame. A handler or
 * reducer that throws is told to the client's `onError` (CK210); the others run. A name that is refused gives the status `failed`.
 * The channel is held from the first effect to the unmount; another channel, event list or user starts anew, with the old
 * data gone in the same render. On the server and in the first client render nothing has arrived yet.
 *
 * @example
 * const { data, userId } = usePusherEvent<{ id: number }>('new-order');
 * usePusherEvent('order.updated', (order) => toast(order), { channel: 'private-orders' });
 * @throws RealtimeError CK401 without a provider, CK403 without `channel` and `userChannel`
 */
export function usePusherEvent<TData = unknown, TState = TData | undefined>(
  event: string | readonly string[],
  handler?: ((data: TData, message: ChannelMessage<string, TData>) => void) | null,
  options?: UsePusherEventOptions & (ReduceOptions<TState, ChannelMessage<string, TData>> | NoReduceOptions),
): UsePusherEventResult<TState, ChannelMessage<string, TData>> {
  const call = { event, handler, options } as EventCall;
  return useEvent(undefined, call) as UsePusherEventResult<TState, ChannelMessage<string, TData>>;
}
