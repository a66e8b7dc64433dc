import { integer, pgTable, text } from 'drizzle-orm/pg-core';

/** Who plays; `version` is the number of the change that last touched the row, over the whole board. */
export const players = pgTable('players', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull(),
  score: integer().notNull().default(0),
  version: integer().notNull().default(0),
});
