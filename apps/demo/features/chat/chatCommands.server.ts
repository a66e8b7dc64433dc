import 'server-only';
import { commit, tell } from '../../server/eventLog.ts';
import type { Person } from '../session/people.ts';
import type { ChatMessage } from './chat.ts';
import { toMessage } from './chatQueries.server.ts';
import { messages } from './messageTable.server.ts';

/** Stores a message and sends it to everybody in the chat. */
export async function postMessage(person: Person, message: string): Promise<ChatMessage> {
  return commit(async (tx) => {
    const [row] = await tx
      .insert(messages)
      .values({ userId: person.id, name: person.name, message })
      .returning();
    if (!row) throw new Error('The message was not stored.');
    await tell(tx, { channel: 'private-chat-channel', event: 'new-message', data: toMessage(row) });
    return toMessage(row);
  });
}
