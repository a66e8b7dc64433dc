import type { ChannelContract, RealtimeError, UntypedChannels } from '@channelkit/core/contract';
import type { ChannelAttributes, Oversize } from './events/eventTypes.ts';

/** Options of `PusherService`. */
export interface PusherServiceOptions<TChannels = UntypedChannels> {
  /** The contract. Without it any channel, event and payload is accepted. */
  readonly channels?: ChannelContract<TChannels> | undefined;
  /**
   * Sends the requests: the place for a proxy, an agent or `PUSHER_VERIFY_SSL=false`.
   * @default Node's own `http` with its global agent in Node.js, the global `fetch` elsewhere
   */
  readonly fetch?: typeof fetch | undefined;
  /** Milliseconds that one attempt may take. @default 5000 */
  readonly timeout?: number | undefined;
  /** Retries of a request that was certainly not carried out. @default 2 */
  readonly retries?: number | undefined;
  /** Milliseconds before retry `attempt`, counted from 1. @default 100, 200, … 500 with jitter */
  readonly retryDelay?: ((attempt: number) => number) | undefined;
  /** Also retry what may have been carried out. An event may then arrive twice. @default false */
  readonly retryAmbiguous?: boolean | undefined;
  /** What to do with payloads over the limit. @default 'refuse' */
  readonly oversize?: Oversize | undefined;
  /** Bytes of one event's data; self-hosted servers may accept more. @default 10240 */
  readonly maxPayload?: number | undefined;
  /**
   * Called with the error of every failed call, and with what the handlers of this service report. Errors hold no secret.
   * @default writes to `console.error`, one line per cause and minute, and nothing while realtime is switched off on purpose
   */
  readonly onError?: ((error: unknown) => void) | undefined;
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

/** Result of a call that returns no data. */
export type CallResult = { readonly ok: true } | { readonly ok: false; readonly error: RealtimeError };
