import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { PreparedClient } from './preparedClient.ts';
import { seed } from './seed.ts';

/** The database of the demo: the embedded PostgreSQL or a real one, with the same interface. */
export type Database = PgDatabase<PgQueryResultHKT>;

/** A database or a transaction. */
export type Queryable = Pick<Database, 'select' | 'insert' | 'update' | 'delete' | 'execute'>;

interface OpenDatabase {
  readonly db: Database;
  readonly close: () => Promise<void>;
}

const shared = globalThis as typeof globalThis & { demoDatabase?: Promise<OpenDatabase> };
const migrationsFolder = () => path.join(process.cwd(), 'drizzle');

async function openPostgres(connectionString: string): Promise<OpenDatabase> {
  const { Pool } = await import('pg');
  const { drizzle } = await import('drizzle-orm/node-postgres');
  const { migrate } = await import('drizzle-orm/node-postgres/migrator');
  const pool = new Pool({ connectionString, max: 10 });
  const db = drizzle(pool, { casing: 'snake_case' });
  // Two processes that start together must not both migrate.
  const keeper = await pool.connect();
  try {
    await keeper.query('select pg_advisory_lock(7465618)');
    await migrate(db, { migrationsFolder: migrationsFolder() });
  } finally {
    // The lock ends with its connection.
    keeper.release(true);
  }
  return { db, close: () => pool.end() };
}

async function openEmbedded(folder: string): Promise<OpenDatabase> {
  const { PGlite } = await import('@electric-sql/pglite');
  const { drizzle } = await import('drizzle-orm/pglite');
  const { migrate } = await import('drizzle-orm/pglite/migrator');
  await mkdir(folder, { recursive: true });
  const engine = await PGlite.create(folder);
  // Drizzle calls nothing of a client but `query` and `transaction`.
  const db = drizzle(new PreparedClient(engine) as unknown as typeof engine, { casing: 'snake_case' });
  await migrate(db, { migrationsFolder: migrationsFolder() });
  return { db, close: () => engine.close() };
}

/**
 * Opens the embedded database. A mark stands beside its folder until it is complete, so that one whose creation was cut short
 * by a full disk or a crash is made anew instead of being opened.
 */
async function openFolder(folder: string): Promise<OpenDatabase> {
  const mark = `${folder}.incomplete`;
  if (existsSync(mark)) await rm(folder, { recursive: true, force: true });
  await mkdir(path.dirname(folder), { recursive: true });
  if (!existsSync(folder)) await writeFile(mark, '');
  try {
    const database = await openEmbedded(folder);
    await seed(database.db);
    await rm(mark, { force: true });
    return database;
  } catch (cause) {
    throw new Error(
      `The database in ${folder} does not open. Free some space on its disk and make it writable; if it is damaged, delete the folder to start with a fresh one.`,
      { cause },
    );
  }
}

async function open(): Promise<OpenDatabase> {
  const url = process.env.DATABASE_URL;
  if (!url)
    return openFolder(
      path.resolve(/* turbopackIgnore: true */ process.env.DEMO_DATA_DIR || '.data', 'database'),
    );
  const database = await openPostgres(url);
  await seed(database.db);
  return database;
}

/**
 * Opens the database once per process, migrates it, and seeds it if it is empty.
 * `DATABASE_URL` selects a real PostgreSQL; the embedded one keeps its files in `DEMO_DATA_DIR`.
 */
export async function getDatabase(): Promise<Database> {
  // Each bundle and hot reload has its own module scope, but a process can open the embedded database only once.
  shared.demoDatabase ??= open().catch((error: unknown) => {
    delete shared.demoDatabase;
    throw error;
  });
  return (await shared.demoDatabase).db;
}

/** Closes the database if it is open; the next {@link getDatabase} opens it again. */
export async function closeDatabase(): Promise<void> {
  const opened = shared.demoDatabase;
  delete shared.demoDatabase;
  await (await opened)?.close();
}
