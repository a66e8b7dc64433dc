import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { people } from '../session/peopleTable.server.ts';

/** Chat messages, with the name that the author had at the time. */
export const messages = pgTable('messages', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  userId: integer()
    .notNull()
    .references(() => people.id),
  name: text().notNull(),
  message: text().notNull(),
  createdAt: timestamp({ withTimezone: true, mode: 'date' }).notNull().defaultNow(),
});
