import type { RealtimeError } from '@channelkit/core/contract';
import type { Secret } from './secret.ts';

/** Everything that `PusherService` needs to reach an app; made by `configFromEnv` or written by hand. */
export interface PusherServiceConfig {
  readonly appId: string;
  /** Public: it is part of every client config. */
  readonly key: string;
  /** Never leaves the server; `getConfig()` masks it. */
  readonly secret: string | Secret;
  /** @default 'mt1' */
  readonly cluster?: string | undefined;
  /** Host name of a self-hosted server, without scheme or port. Takes precedence over `cluster`. */
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** Path prefix of a server behind a reverse proxy, for example `/realtime`. */
  readonly path?: string | undefined;
  /** @default true */
  readonly tls?: boolean | undefined;
  /** `false` needs a `fetch` that skips the check, passed to the service. @default true */
  readonly verifySsl?: boolean | undefined;
  /** Accepted for compatibility: no statistics are ever sent. */
  readonly disableStats?: boolean | undefined;
  /** 32 bytes in base64, needed only for `private-encrypted-` channels. */
  readonly encryptionMasterKey?: string | Secret | undefined;
  /** `false` switches realtime off: nothing is sent and clients get an empty key. @default true */
  readonly enabled?: boolean | undefined;
  /** How browsers reach the server, where that differs from how this process does. */
  readonly client?:
    | {
        readonly host?: string | undefined;
        readonly port?: number | undefined;
        readonly path?: string | undefined;
        readonly tls?: boolean | undefined;
      }
    | undefined;
  /** Why the settings cannot be used. The service is then not ready, and every call returns this error. */
  readonly error?: RealtimeError | undefined;
}
