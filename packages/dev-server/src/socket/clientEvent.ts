import { channelKind } from '../protocol/channelName.ts';
import type { ClientFrame } from '../protocol/clientFrame.ts';
import { closeCodes } from '../protocol/closeCodes.ts';
import type { Connection } from './connection.ts';

/** Passes a `client-…` event on, or refuses it by an error event (protocol 3.7). */
export function clientEvent(connection: Connection, frame: ClientFrame): void {
  const fault = clientEventFault(connection, frame);
  if (fault !== null) return connection.sendError(closeCodes.clientEventRejected, fault, frame.channel);
  connection.app.clientEvent(connection, frame);
}

function clientEventFault(connection: Connection, { channel, event, data }: ClientFrame): string | null {
  const { limits } = connection.hub;
  if (!connection.app.options.clientEvents) return 'Client events are switched off for this app';
  if (channel === undefined) return 'A client event needs a channel';
  const kind = channelKind(channel);
  if (kind === 'public' || kind === 'user') return 'Client events go to private and presence channels only';
  if (!connection.channels.has(channel)) return 'Subscribe to the channel before sending client events to it';
  if (event.length > limits.eventName) return `An event name has at most ${limits.eventName} characters`;
  const size = Buffer.byteLength(typeof data === 'string' ? data : (JSON.stringify(data) ?? ''));
  if (size > limits.eventData) return `A client event carries at most ${limits.eventData} bytes`;
  if (connection.clientEvents.allow()) return null;
  return `At most ${limits.clientEventsPerSecond} client events a second`;
}
