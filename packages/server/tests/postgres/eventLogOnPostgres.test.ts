import { drizzle } from 'drizzle-orm/node-postgres';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDrizzlePort } from '../../src/drizzle/index.ts';
import { createPostgresPort, eventLogTables, type PostgresClient } from '../../src/postgres/index.ts';
import { eventLogPortTests, type PortDatabase } from '../../src/testing/index.ts';
import { concurrentReading } from '../concurrentReading.ts';

const schema = `event_log_${crypto.randomUUID().replaceAll('-', '')}`;
let pool: Pool;
beforeAll(async () => {
  const connectionString = process.env.TEST_DATABASE_URL ?? '';
  const options = `-c search_path=${schema}`;
  pool = new Pool({ connectionString, max: 12, options });
  await pool.query(`create schema ${schema}`);
  await pool.query(eventLogTables);
});
afterAll(async () => {
  await pool.query(`drop schema ${schema} cascade`);
  await pool.end();
});

const empty = () => pool.query('truncate event_log, event_log_channels, event_log_epoch');

/** Runs a transaction on a connection of its own. */
async function transaction<TResult>(work: (client: PostgresClient) => Promise<TResult>): Promise<TResult> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

async function openPg(): Promise<PortDatabase<PostgresClient>> {
  await empty();
  return { port: createPostgresPort(pool), transaction };
}

async function openDrizzle() {
  await empty();
  const db = drizzle(pool);
  return {
    port: createDrizzlePort(db),
    transaction: <TResult>(work: (tx: Pick<typeof db, 'execute'>) => Promise<TResult>) =>
      db.transaction(work),
  };
}

describe('on PostgreSQL', () => {
  it.each(eventLogPortTests(openPg))('the port of pg $name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  });

  it.each(eventLogPortTests(openDrizzle))('the port of Drizzle $name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  });

  it('a reader gets every committed event once and in order while many write (17)', async () => {
    expect(await concurrentReading(await openPg(), { runs: 10, writers: 10 })).toBeGreaterThan(0);
  });
});
