import { channelKind } from '../protocol/channelName.ts';
import type { ClientFrame } from '../protocol/clientFrame.ts';
import { closeCodes } from '../protocol/closeCodes.ts';
import type { Connection } from './connection.ts';

/** Forwards a `client-…` event, or answers with an error event: 4301 for too many, a null code for all else (protocol 3.7). */
export function clientEvent(connection: Connection, frame: ClientFrame): void {
  const fault = clientEventFault(connection, frame);
  if (fault !== null) return connection.sendError(null, fault, frame.channel);
  if (connection.clientEvents.allow()) return connection.app.clientEvent(connection, frame);
  const { clientEventsPerSecond } = connection.hub.limits;
  const error = `At most ${clientEventsPerSecond} client events a second`;
  connection.sendError(closeCodes.clientEventRejected, error, frame.channel);
}

function clientEventFault(connection: Connection, { channel, event, data }: ClientFrame): string | null {
  const { limits } = connection.hub;
  if (!connection.app.options.clientEvents) return 'Client events are switched off for this app';
  if (channel === undefined) return 'A client event needs a channel';
  const kind = channelKind(channel);
  if (kind === 'public' || kind === 'user')
    return 'Client events are allowed on private and presence channels only';
  if (!connection.channels.has(channel)) return 'Subscribe to the channel before sending client events to it';
  if (event.length > limits.eventName) return `An event name has at most ${limits.eventName} characters`;
  const size = Buffer.byteLength(typeof data === 'string' ? data : (JSON.stringify(data) ?? ''));
  return size > limits.eventData ? `A client event has at most ${limits.eventData} bytes of data` : null;
}
