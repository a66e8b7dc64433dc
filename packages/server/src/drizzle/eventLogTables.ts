import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  index,
  integer,
  type PgTable,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

// Columns are named: a casing that the application sets must not rename them.

/** The events. A `failed` one waits for a person; one that is `kept` waits for clients that resume. */
export const eventLog: PgTable = pgTable(
  'event_log',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    id: uuid('id').notNull().unique(),
    channel: text('channel').notNull(),
    event: text('event').notNull(),
    data: text('data').notNull(),
    socketId: text('socket_id'),
    at: bigint('at', { mode: 'number' }).notNull(),
    epoch: text('epoch'),
    serial: bigint('serial', { mode: 'number' }),
    skipped: text('skipped').notNull().default('[]'),
    state: text('state').notNull().default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    dueAt: bigint('due_at', { mode: 'number' }).notNull().default(0),
    error: text('error'),
  },
  ({ channel, epoch, serial, dueAt, seq, at, state }) => [
    uniqueIndex('event_log_position').on(channel, epoch, serial).where(sql`${serial} is not null`),
    index('event_log_due').on(dueAt, seq).where(sql`${state} = 'waiting'`),
    index('event_log_age').on(at).where(sql`${state} <> 'waiting' and ${serial} is not null`),
  ],
);

/** The newest position of each durable channel. A row is never deleted: its serial must not be given again. */
export const eventLogChannels: PgTable = pgTable('event_log_channels', {
  channel: text('channel').primaryKey(),
  epoch: text('epoch').notNull(),
  serial: bigint('serial', { mode: 'number' }).notNull(),
  skipped: text('skipped').notNull().default('[]'),
});

/** The epoch of the log, in one row. */
export const eventLogEpoch: PgTable = pgTable('event_log_epoch', {
  id: integer('id').primaryKey(),
  epoch: text('epoch').notNull(),
});
