import 'server-only';
import type { ChatMessage } from '../chat.ts';
import type { Person } from '../people.ts';
import { toMessage } from './chatQueries.ts';
import { getDatabase } from './db/database.ts';
import { messages } from './db/schema.ts';
import { getPusher } from './pusher.ts';
import { reportDelivery } from './reportDelivery.ts';

/** Keeps a message and sends it to everybody in the chat. */
export async function postMessage(person: Person, message: string): Promise<ChatMessage> {
  const [row] = await (await getDatabase())
    .insert(messages)
    .values({ userId: person.id, name: person.name, message })
    .returning();
  if (!row) throw new Error('The message was not stored.');
  reportDelivery(await (await getPusher()).trigger('private-chat-channel', 'new-message', toMessage(row)));
  return toMessage(row);
}
