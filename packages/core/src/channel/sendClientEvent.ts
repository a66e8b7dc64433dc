import type { ClientContext } from '../context.ts';
import { assertEventName } from '../contract/channelName.ts';
import { describeChannel } from '../contract/resolveChannel.ts';
import { validate } from '../contract/validation.ts';
import { CK106, CK307 } from '../errors/beforeSocket.ts';
import { RealtimeError } from '../errors/realtimeError.ts';
import { CK201, CK306, CK310 } from '../errors/withSocket.ts';
import type { ReadableStore } from '../lib/store.ts';
import type { ChannelStatus } from '../types.ts';
import type { Channel } from './channel.ts';

/** The lease that sends. */
interface Sender {
  readonly channel: string;
  readonly status: ReadableStore<ChannelStatus>;
  readonly isReleased: boolean;
  onEnd(notify: () => void): () => void;
}

/** A client event that a lease sends. */
export interface ClientEventCall {
  readonly event: string;
  readonly data: unknown;
  readonly lease: Sender;
  readonly channel: Channel;
  readonly context: ClientContext;
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
function whenLive(lease: Sender): Promise<void> {
  return new Promise((resolve, reject) => {
    let stop = () => {};
    const check = (): void => {
      const status = lease.status.getSnapshot();
      if (lease.isReleased) reject(new RealtimeError(CK310, `channel "${lease.channel}" is no longer held`));
      else if (status.isLive) resolve();
      else if (status.status === 'failed') reject(status.error);
      else return;
      stop();
    };
    const unsubscribe = lease.status.subscribe(check);
    const forget = lease.onEnd(check);
    stop = () => {
      unsubscribe();
      forget();
    };
    check();
  });
}

/** Checks a client event, and sends it once the channel is live. @throws (rejects) RealtimeError, as `ChannelLease.trigger` says */
export async function sendClientEvent({
  event,
  data,
  lease,
  channel,
  context,
}: ClientEventCall): Promise<void> {
  const { kind, name } = channel;
  assertEventName(event);
  if (!event.startsWith('client-') || (kind !== 'private' && kind !== 'presence')) {
    throw new RealtimeError(CK306, `"${event}" on the ${kind} channel "${name}"`);
  }
  const description = describeChannel(context.contract(), name);
  const definition = description?.events[event];
  if (description && !definition) throw new RealtimeError(CK106, `"${name}" has no event "${event}"`);
  const checked = definition ? validate(definition, data, `event "${event}"`) : null;
  if (checked?.ok === false) throw checked.error;
  assertSendable(event, data);
  if (context.mode !== 'open') throw new RealtimeError(CK201, `"${event}" on "${name}" cannot be sent`);
  // It may be released, or the socket lost, between the notification and this line.
  do await whenLive(lease);
  while (lease.isReleased || !lease.status.getSnapshot().isLive);
  const isSent = context.queue.batch(() => channel.subscription?.send(event, data));
  if (!isSent) throw new RealtimeError(CK307, `"${event}" on "${name}": the socket is gone`);
}
