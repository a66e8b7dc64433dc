import type { ChannelContract, RealtimeError, UntypedChannels } from '@channelkit/core';
import type { ChannelAttributes, Oversize } from './eventTypes.ts';

/** Options of {@link PusherService}. */
export interface PusherServiceOptions<TChannels = UntypedChannels> {
  /** The contract; without it any channel, event and payload is taken. */
  readonly channels?: ChannelContract<TChannels> | undefined;
  /** Sends the requests; a proxy, an agent or `PUSHER_VERIFY_SSL=false` come in here. @default the global fetch */
  readonly fetch?: typeof fetch | undefined;
  /** Milliseconds that one attempt may take. @default 5000 */
  readonly timeout?: number | undefined;
  /** Repetitions of a request that was surely not carried out. @default 2 */
  readonly retries?: number | undefined;
  /** Milliseconds before repetition `attempt`, from 1. @default 100, 200, … 500 with jitter */
  readonly retryDelay?: ((attempt: number) => number) | undefined;
  /** Also repeat what may have been carried out; an event may then arrive twice. @default false */
  readonly retryAmbiguous?: boolean | undefined;
  /** What to do with payloads beyond the limit. @default 'refuse' */
  readonly oversize?: Oversize | undefined;
  /** Bytes of one event's data; self-hosted servers may take more. @default 10240 */
  readonly maxPayload?: number | undefined;
  /** Told of every failed call, for example to log it; the error holds no secret. */
  readonly onError?: ((error: RealtimeError) => void) | undefined;
}

/** Result of `getChannelInfo`. */
export type ChannelInfoResult =
  | ({ readonly ok: true; readonly occupied: boolean } & ChannelAttributes)
  | { readonly ok: false; readonly error: RealtimeError };

/** Result of `getChannels`: the occupied channels by name. */
export type ChannelsResult =
  | { readonly ok: true; readonly channels: Readonly<Record<string, ChannelAttributes>> }
  | { readonly ok: false; readonly error: RealtimeError };

/** Result of `getChannelUsers`. */
export type ChannelUsersResult =
  | { readonly ok: true; readonly users: readonly { readonly id: string }[] }
  | { readonly ok: false; readonly error: RealtimeError };

/** Result of a call that answers nothing. */
export type CallResult = { readonly ok: true } | { readonly ok: false; readonly error: RealtimeError };
