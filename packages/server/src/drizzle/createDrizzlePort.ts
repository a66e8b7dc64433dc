import { type SQL, sql } from 'drizzle-orm';
import type { Awaitable } from '../awaitable.ts';
import type { EventLogPort } from '../log/eventLogPort.ts';
import { createSqlPort } from '../postgres/createSqlPort.ts';

/** The part of a database or a transaction of Drizzle that is used. */
export interface DrizzleDatabase {
  execute(query: SQL): PromiseLike<unknown>;
}

/**
 * An event log on PostgreSQL through Drizzle, with any of its PostgreSQL drivers that has transactions. `database` may be a function, for
 * one that is opened later. The tables are `eventLog`, `eventLogChannels` and `eventLogEpoch`.
 */
export function createDrizzlePort<TTransaction extends DrizzleDatabase = DrizzleDatabase>(
  database: DrizzleDatabase | (() => Awaitable<DrizzleDatabase>),
): EventLogPort<TTransaction> {
  return createSqlPort(async (transaction, { texts, values }) => {
    const db = transaction ?? (typeof database === 'function' ? await database() : database);
    const result = await db.execute(sql(texts, ...values));
    // postgres.js returns the rows alone, the other drivers an object that has them.
    return (Array.isArray(result) ? result : (result as { rows: unknown }).rows) as readonly object[];
  });
}
