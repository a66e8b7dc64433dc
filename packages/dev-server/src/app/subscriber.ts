import type { User } from '../protocol/identity.ts';
import type { Message } from '../protocol/message.ts';

/** What the app's state knows of a connection: an identity that can receive messages. */
export interface Subscriber {
  readonly socketId: string;
  readonly user: User | null;
  send(message: Message): void;
}
