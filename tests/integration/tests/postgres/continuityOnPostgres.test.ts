import { startDevServer } from '@channelkit/dev-server';
import { createPostgresPort, eventLogTables, type PostgresClient } from '@channelkit/server/postgres';
import { Pool } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { missEvents } from '../support/missEvents.ts';
import { app } from '../support/stage.ts';

it('durable channels get what they have missed from a log on PostgreSQL (17, 19)', async () => {
  const schema = `continuity_${crypto.randomUUID().replaceAll('-', '')}`;
  const pool = new Pool({
    connectionString: process.env.TEST_DATABASE_URL ?? '',
    options: `-c search_path=${schema}`,
  });
  await pool.query(`create schema ${schema}`);
  await pool.query(eventLogTables);
  const server = await startDevServer({ apps: [app] });
  onTestFinished(async () => {
    await server.stop();
    await pool.query(`drop schema ${schema} cascade`);
    await pool.end();
  });
  const transaction = async <TResult>(work: (client: PostgresClient) => Promise<TResult>) => {
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
  };
  const address = { host: server.host, port: server.port, app };
  const outcome = missEvents(address, { port: createPostgresPort(pool), transaction });
  await expect(outcome).resolves.toBeUndefined();
});
