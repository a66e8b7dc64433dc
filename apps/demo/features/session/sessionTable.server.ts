import { index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { people } from './peopleTable.server.ts';

/** Who is signed in. Only the hash of a session's token is stored, so a copy of this table opens nothing. */
export const sessions = pgTable(
  'sessions',
  {
    tokenHash: text().primaryKey(),
    userId: integer()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    expiresAt: timestamp({ withTimezone: true, mode: 'date' }).notNull(),
  },
  (table) => [index('sessions_expiry').on(table.expiresAt)],
);
