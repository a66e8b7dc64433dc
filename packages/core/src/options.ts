import type { ChannelKind } from './channelName.ts';
import type { ChannelContract } from './contract.ts';
import type { UntypedChannels } from './contractTypes.ts';
import type { RealtimeError } from './errors.ts';
import type { PusherSource } from './pusherPort.ts';
import type { Timers } from './timers.ts';

/** Where to connect: plain JSON, safe to hand from a server layout to a client component. */
export interface RealtimeConfig {
  /** The app key. Empty: the client is `disabled`. */
  readonly key: string;
  /** Cluster of Pusher Channels, for example `eu`. Not needed with `host`. @default 'mt1', as on the server */
  readonly cluster?: string | undefined;
  /** Host of a self-hosted server (Soketi, Reverb, Sockudo, the local server). */
  readonly host?: string | undefined;
  /** Port of `host`. @default 443 with TLS, else 80, as in pusher-js */
  readonly port?: number | undefined;
  /** @default true, as in pusher-js */
  readonly tls?: boolean | undefined;
}

/** A value, or a function (async too) that is called for every request. */
export type PerRequest<T> = T | (() => T | Promise<T>);

/** What an authorizer is asked. */
export interface AuthorizationRequest {
  readonly channelName: string;
  readonly socketId: string;
  /** Aborted when the answer is no longer of use: channel released, socket lost, time limit passed. */
  readonly signal: AbortSignal;
}

/** What an auth endpoint answers (Pusher docs, "Authorizing users"). */
export interface AuthorizationData {
  readonly auth: string;
  readonly channel_data?: string;
  readonly shared_secret?: string;
}

/** Authorisation by an HTTP endpoint. */
export interface EndpointAuth {
  /** Gets `POST` with `socket_id` and `channel_name`, form-encoded. 401, 5xx and network failures are retried, 403 is final. */
  readonly endpoint: string;
  readonly headers?: PerRequest<Record<string, string>>;
  readonly params?: PerRequest<Record<string, string>>;
  /** @default 'same-origin' */
  readonly credentials?: RequestCredentials;
}

/** Authorisation by a function. Reject with an error whose `status` is 403 to deny for good. */
export interface CustomAuth {
  readonly authorize: (request: AuthorizationRequest) => AuthorizationData | Promise<AuthorizationData>;
}

/** How private, presence and encrypted channels are authorised. */
export type AuthOptions = EndpointAuth | CustomAuth;

/** How long a channel stays subscribed after its last holder left, in milliseconds, for all kinds or each. */
export type GraceOptions = number | { readonly [K in ChannelKind]?: number };

/** A payload or frame that was kept from every handler. */
export interface InvalidEvent {
  readonly channel: string | null;
  readonly event: string | null;
  readonly error: RealtimeError;
}

/** Everything a client takes besides where to connect. All of it is latest-wins and may be new at every render. */
export interface RealtimeOptions<TChannels = UntypedChannels> {
  /** The contract made by `defineChannels`. */
  readonly channels?: ChannelContract<TChannels> | undefined;
  readonly auth?: AuthOptions | undefined;
  /** Signs the user in on the connection (Pusher docs, "User authentication"); needed for server-to-user and watchlist events. */
  readonly userAuth?: UserAuthOptions | undefined;
  /** @default 5000, presence 500 */
  readonly grace?: GraceOptions | undefined;
  /** pusher-js as class, instance or loader. @default () => import('pusher-js'), loaded when first needed */
  readonly pusher?: PusherSource | undefined;
  /**
   * Called with every payload and frame that was refused, and with what the server refused on a connection that goes on:
   * client events (CK306), a watchlist that is too long and the like (CK212).
   */
  readonly onInvalid?: ((event: InvalidEvent) => void) | undefined;
  /** Called with errors thrown by listeners (CK210, `cause` is the error). @default rethrown as uncaught */
  readonly onError?: ((error: RealtimeError) => void) | undefined;
  /** Clock and timers; for tests. */
  readonly timers?: Timers | undefined;
}

/** What `createRealtimeClient` and `getRealtimeClient` take. */
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

/** What a user authentication endpoint answers. */
export interface UserAuthenticationData {
  readonly auth: string;
  /** JSON text with a non-empty string `id`. */
  readonly user_data: string;
}
