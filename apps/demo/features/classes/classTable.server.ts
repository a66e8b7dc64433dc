import { integer, pgTable, text } from 'drizzle-orm/pg-core';

/** Classes and their progress. */
export const classes = pgTable('classes', {
  slug: text().primaryKey(),
  title: text().notNull(),
  steps: integer().notNull(),
  step: integer().notNull().default(0),
});
