import { randomBytes } from 'node:crypto';
import type { WebhookEvent } from './webhookEvent.ts';

/** One application of the server. Every feature is on unless it is switched off. */
export interface AppOptions {
  id: string;
  key: string;
  secret: string;
  /** `false` refuses connections with 4003 and requests with 403. @default true */
  enabled?: boolean;
  /** Whether clients may send `client-…` events on private and presence channels. @default true */
  clientEvents?: boolean;
  /** Whether subscribers receive `subscription_count` events. @default true */
  subscriptionCount?: boolean;
  /** Whether signed-in users receive the online status of their watchlist. @default true */
  watchlist?: boolean;
  /** Milliseconds for which a cache channel keeps its last event. @default 1_800_000 */
  cacheTtl?: number;
  /** Connections beyond this number are closed with 4004. @default Infinity */
  maxConnections?: number;
  /** Milliseconds within which a connection must sign in or join a private or presence channel, else it is closed with 4009. @default Infinity */
  authorizeWithin?: number;
  /** Where webhooks are sent. @default none */
  webhooks?: WebhookTarget[];
}

/** An address that receives an app's webhooks. */
export interface WebhookTarget {
  url: string;
  /** The kinds to send. @default all */
  events?: WebhookEvent['name'][];
  /** Extra request headers. */
  headers?: Record<string, string>;
}

/** The application that is served when none is configured; the command line uses it too. Its id is numeric, as some server libraries require. */
export const defaultApp: Readonly<AppOptions> = { id: '1', key: 'app-key', secret: 'app-secret' };

/** Creates a secret for a default app that other machines can reach: the documented one is public knowledge. */
export function createSecret(): string {
  return randomBytes(24).toString('base64url');
}
