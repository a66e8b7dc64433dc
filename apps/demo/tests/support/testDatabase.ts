import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { onTestFinished } from 'vitest';

/** A database of one test: what the environment of a demo process has to say. */
export interface TestDatabase {
  readonly env: Readonly<Record<string, string>>;
}

async function onPostgres(server: string): Promise<TestDatabase> {
  const name = `demo_${crypto.randomUUID().replaceAll('-', '')}`;
  const run = async (statement: string) => {
    const client = new Client({ connectionString: server });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await run(`create database ${name}`);
  onTestFinished(() => run(`drop database ${name} with (force)`));
  const url = new URL(server);
  url.pathname = name;
  return { env: { DATABASE_URL: url.href } };
}

/** An empty database: on the PostgreSQL that `TEST_DATABASE_URL` names, or else an embedded one. */
export async function createDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL;
  if (server) return onPostgres(server);
  const folder = await mkdtemp(path.join(tmpdir(), 'channelkit-demo-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return { env: { DEMO_DATA_DIR: folder } };
}
