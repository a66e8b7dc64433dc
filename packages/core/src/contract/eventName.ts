import { CK102 } from '../errors/contract.ts';
import { RealtimeError } from '../errors/realtimeError.ts';

/**
 * Throws unless Pusher would accept the event name from an application.
 * @throws RealtimeError CK102
 */
export function assertEventName(event: string): void {
  const fault =
    typeof event !== 'string'
      ? 'it is not a string'
      : event.length === 0
        ? 'it is empty'
        : event.length > 200
          ? `it has ${event.length} characters`
          : /^pusher(_internal)?:/.test(event)
            ? 'its prefix is reserved by Pusher'
            : null;
  if (fault) throw new RealtimeError(CK102, `event ${JSON.stringify(event)} cannot be used: ${fault}`);
}
