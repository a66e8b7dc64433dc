import { type ClientFrame, dataObject } from '../protocol/clientFrame.ts';
import { serviceMessage } from '../protocol/message.ts';
import { clientEvent } from './clientEvent.ts';
import type { Connection } from './connection.ts';
import { signIn } from './signIn.ts';
import { subscribe } from './subscribe.ts';

/** Carries out a client's frame (protocol 1.4). */
export function handleFrame(connection: Connection, frame: ClientFrame): void {
  switch (frame.event) {
    case 'pusher:ping':
      return connection.send(serviceMessage('pusher:pong', {}));
    case 'pusher:pong':
      return;
    case 'pusher:subscribe':
      return subscribe(connection, dataObject(frame.data));
    case 'pusher:unsubscribe':
      return unsubscribe(connection, dataObject(frame.data).channel);
    case 'pusher:signin':
      return signIn(connection, dataObject(frame.data));
    default:
      if (frame.event.startsWith('client-')) return clientEvent(connection, frame);
      return connection.sendError(null, 'Unknown event: clients send pusher:… and client-… events');
  }
}

function unsubscribe(connection: Connection, channel: unknown): void {
  if (typeof channel !== 'string' || !connection.channels.delete(channel)) return;
  connection.app.unsubscribe(connection, channel);
  const app = connection.app.options.id;
  connection.hub.emit({ type: 'unsubscribed', app, channel, socketId: connection.socketId });
}
