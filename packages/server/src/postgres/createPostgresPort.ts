import type { EventLogPort } from '../log/eventLogPort.ts';
import { createSqlPort } from './createSqlPort.ts';

/** The part of a `Pool`, a `Client` or a `PoolClient` of pg that is used. */
export interface PostgresClient {
  query(text: string, values: unknown[]): Promise<{ readonly rows: readonly object[] }>;
}

/**
 * An event log on PostgreSQL through pg. Its transactions are clients on which `begin` was called. The tables are those of
 * `eventLogTables`.
 */
export function createPostgresPort(pool: PostgresClient): EventLogPort<PostgresClient> {
  return createSqlPort(async (transaction, { texts, values }) => {
    const text = texts.reduce((before, after, index) => `${before}$${index}${after}`);
    const { rows } = await (transaction ?? pool).query(text, [...values]);
    return rows;
  });
}
