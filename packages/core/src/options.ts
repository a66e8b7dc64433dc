import type { ChannelKind } from './contract/channelName.ts';
import type { ChannelContract } from './contract/contract.ts';
import type { UntypedChannels } from './contract/contractTypes.ts';
import type { RealtimeError } from './errors/realtimeError.ts';
import type { Timers } from './lib/timers.ts';
import type { PusherSource } from './transport/pusherApi.ts';
import type { AuthorizationData, RealtimeConfig, TransportFactory } from './transport/transport.ts';

export type { AuthorizationData, RealtimeConfig } from './transport/transport.ts';

/** A value, or a function (async too) that is called for every request. */
export type PerRequest<T> = T | (() => T | Promise<T>);

/** What an authorizer is asked. */
export interface AuthorizationRequest {
  readonly channelName: string;
  readonly socketId: string;
  /** Aborted when the answer is no longer needed: channel released, socket lost, time limit passed. */
  readonly signal: AbortSignal;
}

/** Authorization by an HTTP endpoint. */
export interface EndpointAuth {
  /**
   * Gets `POST` with `socket_id` and `channel_name`, form-encoded. 401, 5xx and network failures are retried, 403 is final. A function
   * chooses the endpoint per channel; it gets null for the user authentication.
   */
  readonly endpoint: string | ((channelName: string | null) => string);
  readonly headers?: PerRequest<Record<string, string>>;
  readonly params?: PerRequest<Record<string, string>>;
  /** @default 'same-origin' */
  readonly credentials?: RequestCredentials;
  /**
   * Whether channels that are authorized in one turn share a request (docs/continuity-protocol.md, "Authorizing many channels at once"). An
   * endpoint that knows no batches is found out by the first one. `'pusher-js-auth'` speaks that plug-in's format.
   * @default true
   */
  readonly batch?: boolean | 'pusher-js-auth';
}

/** Authorization by a function. Reject with an error whose `status` is 403 to deny for good. */
export interface CustomAuth {
  readonly authorize: (request: AuthorizationRequest) => AuthorizationData | Promise<AuthorizationData>;
}

/** What the log of the back end is asked. */
export interface ResumeRequest {
  readonly socketId: string;
  /** The channels with the position that each has, `epoch:serial`, or null. */
  readonly channels: Readonly<Record<string, string | null>>;
  readonly signal: AbortSignal;
}

/** Where durable channels ask for the events that they have missed: an endpoint made by `createResumeHandler`, or a function. */
export type ResumeOptions = (
  | (Omit<EndpointAuth, 'endpoint' | 'batch'> & {
      /** Gets `POST` with a JSON body (docs/continuity-protocol.md). */
      readonly endpoint: string;
    })
  | {
      /** Returns the body that the endpoint would answer with. */
      readonly resume: (request: ResumeRequest) => unknown;
    }
) & {
  /** How often all durable channels are verified, in milliseconds, while the page is visible. @default 30000 */
  readonly every?: number;
};

/** The positions of what a page shows, read by the server before the data (`log.positions`). */
export interface Positions {
  /** When they were read, in milliseconds since the epoch. */
  readonly at: number;
  /** Channel name → `epoch:serial`. */
  readonly channels: Readonly<Record<string, string>>;
}

/** How private, presence and encrypted channels are authorized. */
export type AuthOptions = EndpointAuth | CustomAuth;

/** How long a channel stays subscribed after its last holder leaves, in milliseconds: one number, or one per kind. */
export type GraceOptions = number | { readonly [K in ChannelKind]?: number };

/** A payload or frame that reached no handler. */
export interface InvalidEvent {
  readonly channel: string | null;
  readonly event: string | null;
  readonly error: RealtimeError;
}

/** Everything a client takes besides where to connect. The latest value wins, and all of it may be new at every render. */
export interface RealtimeOptions<TChannels = UntypedChannels> {
  /** The contract made by `defineChannels`. */
  readonly channels?: ChannelContract<TChannels> | undefined;
  readonly auth?: AuthOptions | undefined;
  /** Where durable channels ask for the events that they have missed. Without it they tell a gap after a loss, like all others (CK313). */
  readonly resume?: ResumeOptions | undefined;
  /** The positions that a server-rendered page came with: each channel starts from its own, once, instead of refetching. */
  readonly positions?: Positions | undefined;
  /** Signs the user in on the connection (Pusher docs, "User authentication"); needed for server-to-user and watchlist events. */
  readonly userAuth?: UserAuthOptions | undefined;
  /** @default 5000, presence 500 */
  readonly grace?: GraceOptions | undefined;
  /** pusher-js as class, instance or loader. @default () => import('pusher-js'), loaded when first needed */
  readonly pusher?: PusherSource | undefined;
  /** Connects without pusher-js, for example with `webSocketTransport()`. @default pusher-js */
  readonly transport?: TransportFactory | undefined;
  /**
   * Called with every payload and frame that was refused, and with what the server refused on a connection that stays up: client events
   * (CK306), a watchlist that is too long and the like (CK212).
   */
  readonly onInvalid?: ((event: InvalidEvent) => void) | undefined;
  /** Called with errors that listeners throw (CK210; the error is its `cause`). @default rethrown as uncaught */
  readonly onError?: ((error: RealtimeError) => void) | undefined;
  /**
   * `'shared'`: tabs of one browser with the same config and the same user share one socket. Others keep their own, and so does a browser
   * without Web Locks or BroadcastChannel. Read when the first socket is needed. @default 'own'
   */
  readonly tabs?: 'own' | 'shared' | undefined;
  /** Clock and timers; for tests. */
  readonly timers?: Timers | undefined;
}

/** The argument of `createRealtimeClient` and `getRealtimeClient`. */
export interface RealtimeClientOptions<TChannels = UntypedChannels>
  extends RealtimeConfig,
    RealtimeOptions<TChannels> {}

/** User authentication by endpoint (`POST` with `socket_id`) or function. */
export type UserAuthOptions =
  | EndpointAuth
  | {
      readonly authenticate: (request: {
        socketId: string;
        signal: AbortSignal;
      }) => UserAuthenticationData | Promise<UserAuthenticationData>;
    };

/** What a user authentication endpoint returns. */
export interface UserAuthenticationData {
  readonly auth: string;
  /** JSON text with a non-empty string `id`. */
  readonly user_data: string;
}
