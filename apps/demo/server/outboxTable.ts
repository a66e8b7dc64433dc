import { sql } from 'drizzle-orm';
import { bigint, bigserial, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';

/** Events that are written with their data and still have to be sent. A `failed` event waits for a person. */
export const outbox = pgTable(
  'outbox',
  {
    seq: bigserial({ mode: 'number' }).primaryKey(),
    id: uuid().notNull().unique(),
    channel: text().notNull(),
    event: text().notNull(),
    data: text().notNull(),
    socketId: text(),
    attempts: integer().notNull().default(0),
    /** Not sent before this time, in milliseconds since the epoch. */
    dueAt: bigint({ mode: 'number' }).notNull().default(0),
    state: text({ enum: ['waiting', 'failed'] })
      .notNull()
      .default('waiting'),
    error: text(),
  },
  (table) => [index('outbox_due').on(table.dueAt, table.seq).where(sql`${table.state} = 'waiting'`)],
);
