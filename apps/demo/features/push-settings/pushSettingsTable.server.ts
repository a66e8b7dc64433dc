import { boolean, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** The administrators' settings for real time, in one row with id 1. The secret is encrypted. */
export const pushSettings = pgTable('push_settings', {
  id: integer().primaryKey(),
  enabled: boolean().notNull(),
  appId: text().notNull(),
  key: text().notNull(),
  sealedSecret: text().notNull(),
  cluster: text().notNull(),
  updatedAt: timestamp({ withTimezone: true, mode: 'date' }).notNull(),
});
