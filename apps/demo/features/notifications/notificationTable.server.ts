import { index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { people } from '../session/peopleTable.server.ts';

/** Notifications that were sent to a person's own channel. */
export const notifications = pgTable(
  'notifications',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    userId: integer()
      .notNull()
      .references(() => people.id),
    title: text().notNull(),
    body: text().notNull(),
    createdAt: timestamp({ withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  },
  (table) => [index('notifications_user').on(table.userId)],
);
