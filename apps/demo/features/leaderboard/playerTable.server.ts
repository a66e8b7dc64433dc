import { integer, pgTable, text } from 'drizzle-orm/pg-core';

/** Players. `version` is the number of the latest change to the row, counted over the whole board. */
export const players = pgTable('players', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull(),
  score: integer().notNull().default(0),
  version: integer().notNull().default(0),
});
