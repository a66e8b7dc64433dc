import { Message } from '../protocol/message.ts';
import type { Connection } from './connection.ts';

/** Why a subscription is refused; `status` is an HTTP status or a protocol code. */
export interface Refusal {
  status: number;
  error: string;
  /** Null for an invalid name, which is neither. @default 'AuthError' */
  type?: 'AuthError' | 'LimitReached' | null;
}

/**
 * Refuses a subscription; the socket stays open. Sends `pusher:subscription_error`, which pusher-js passes to the
 * channel, or, when strict, the hosted service's error without a channel (protocol 3.4).
 */
export function refuse(connection: Connection, channel: string | undefined, refusal: Refusal): void {
  if (connection.hub.strict || channel === undefined) return connection.sendError(null, refusal.error);
  connection.hub.counters.errors += 1;
  const { type = 'AuthError', error, status } = refusal;
  const data = { ...(type === null ? {} : { type }), error, status };
  connection.send(new Message({ event: 'pusher:subscription_error', channel, data }));
}
