import { integer, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
import { roles } from './people.ts';

export const role = pgEnum('role', roles);

/** The people who can sign in. */
export const people = pgTable('people', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull(),
  email: text().notNull().unique(),
  business: text().notNull(),
  role: role().notNull().default('owner'),
});
