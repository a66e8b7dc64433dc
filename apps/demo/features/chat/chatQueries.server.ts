import 'server-only';
import { desc } from 'drizzle-orm';
import { getDatabase } from '../../server/database.ts';
import type { ChatMessage } from './chat.ts';
import { messages } from './messageTable.server.ts';

export const toMessage = (row: typeof messages.$inferSelect): ChatMessage => ({
  id: row.id,
  user: row.name,
  message: row.message,
  timestamp: row.createdAt.toISOString(),
  userId: String(row.userId),
});

/** The last hundred messages, oldest first. */
export async function listMessages(): Promise<ChatMessage[]> {
  const rows = await (await getDatabase()).select().from(messages).orderBy(desc(messages.id)).limit(100);
  return rows.reverse().map(toMessage);
}
