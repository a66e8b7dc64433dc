import { Message } from '../protocol/message.ts';
import type { Connection } from './connection.ts';

/** Why a subscription is refused; `status` is an HTTP status or a protocol code. */
export interface Refusal {
  status: number;
  error: string;
  /** @default 'AuthError' */
  type?: string;
}

/**
 * Refuses a subscription; the socket stays open. Tells the channel's bindings by `pusher:subscription_error`, or, when
 * strict, sends the error without a channel that the hosted service sends (protocol 3.4).
 */
export function refuse(connection: Connection, channel: string | undefined, refusal: Refusal): void {
  if (connection.hub.strict || channel === undefined) return connection.sendError(null, refusal.error);
  connection.hub.counters.errors += 1;
  const { type = 'AuthError', error, status } = refusal;
  connection.send(
    new Message({ event: 'pusher:subscription_error', channel, data: { type, error, status } }),
  );
}
