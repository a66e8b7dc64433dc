import { describeChannel } from '../channelDescription.ts';
import type { ChannelEntry } from '../channelEntry.ts';
import type { Lease, LeaseHost } from '../channelLease.ts';
import { CK106, CK307 } from '../errorCodes/early.ts';
import { CK201, CK306, CK310 } from '../errorCodes/engine.ts';
import { RealtimeError } from '../errors.ts';
import { assertEventName } from '../eventName.ts';
import { validate } from '../validation.ts';

/** A client event that a lease sends. */
export interface ClientEventCall {
  readonly event: string;
  readonly data: unknown;
  readonly lease: Lease;
  readonly entry: ChannelEntry;
  readonly host: LeaseHost;
}

/** @throws RealtimeError CK306 for data that no frame can carry */
function assertSendable(event: string, data: unknown): void {
  try {
    if (data === undefined || JSON.stringify(data) !== undefined) return;
    throw new TypeError(`a ${typeof data} is no JSON`);
  } catch (cause) {
    const remedy = 'Send data that JSON.stringify can write: no circles, no BigInt, no functions.';
    throw new RealtimeError(CK306, `the data of "${event}" is not JSON`, { cause, remedy });
  }
}

/** Waits until the channel is subscribed. @throws RealtimeError CK310, or what made the subscription fail */
function whenLive(lease: Lease): Promise<void> {
  return new Promise((resolve, reject) => {
    let isSettled = false;
    let stop = () => {};
    const check = (): void => {
      if (isSettled) return;
      const status = lease.status.getSnapshot();
      if (lease.isReleased) reject(new RealtimeError(CK310, `channel "${lease.channel}" is no longer held`));
      else if (status.isLive) resolve();
      else if (status.status === 'failed') reject(status.error);
      else return;
      isSettled = true;
      stop();
    };
    check();
    if (isSettled) return;
    const unsubscribe = lease.status.subscribe(check);
    const forget = lease.onEnd(check);
    stop = () => {
      unsubscribe();
      forget();
    };
  });
}

/** Checks and sends a client event once the channel is live. @throws (rejects) RealtimeError, as `ChannelLease.trigger` says */
export async function sendClientEvent({ event, data, lease, entry, host }: ClientEventCall): Promise<void> {
  const { kind, name } = entry;
  assertEventName(event);
  if (!event.startsWith('client-') || (kind !== 'private' && kind !== 'presence')) {
    throw new RealtimeError(CK306, `"${event}" on the ${kind} channel "${name}"`);
  }
  const description = describeChannel(host.contract(), name);
  const definition = description?.events[event];
  if (description && !definition) throw new RealtimeError(CK106, `"${event}" is no event of "${name}"`);
  const checked = definition ? validate(definition, data, `event "${event}"`) : null;
  if (checked?.ok === false) throw checked.error;
  assertSendable(event, data);
  if (host.mode !== 'open') throw new RealtimeError(CK201, `"${event}" on "${name}" cannot be sent`);
  // A listener may have given it back, or the socket may be lost, between the answer and this line.
  do await whenLive(lease);
  while (lease.isReleased || !lease.status.getSnapshot().isLive);
  if (!entry.driver?.send(event, data))
    throw new RealtimeError(CK307, `"${event}" on "${name}": the socket is gone`);
}
