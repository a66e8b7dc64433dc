import path from 'node:path';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { seed } from './seed.ts';

/** The database of the demo: embedded or a real PostgreSQL, the same to whoever asks. */
export type Database = PgDatabase<PgQueryResultHKT>;

/** What a function needs that works inside a transaction as well. */
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
  // Two processes that start together must not both make the tables; whoever waits finds them made.
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
  const { mkdir } = await import('node:fs/promises');
  const { PGlite } = await import('@electric-sql/pglite');
  const { drizzle } = await import('drizzle-orm/pglite');
  const { migrate } = await import('drizzle-orm/pglite/migrator');
  await mkdir(folder, { recursive: true });
  const engine = await PGlite.create(folder);
  const db = drizzle(engine, { casing: 'snake_case' });
  await migrate(db, { migrationsFolder: migrationsFolder() });
  return { db, close: () => engine.close() };
}

async function open(): Promise<OpenDatabase> {
  const url = process.env.DATABASE_URL;
  const folder = path.join(process.env.DEMO_DATA_DIR ?? path.join(process.cwd(), '.data'), 'database');
  const database = url ? await openPostgres(url) : await openEmbedded(folder);
  await seed(database.db);
  return database;
}

/**
 * Opens the database once per process, brings its tables up to date and fills it when it is empty.
 * `DATABASE_URL` chooses a real PostgreSQL; otherwise the embedded one keeps its files under `DEMO_DATA_DIR`.
 */
export async function getDatabase(): Promise<Database> {
  // Bundles and hot reloads each have their own module scope, but one embedded database is one process's.
  shared.demoDatabase ??= open().catch((error: unknown) => {
    delete shared.demoDatabase;
    throw error;
  });
  return (await shared.demoDatabase).db;
}

/** Closes the database if it was opened; the next {@link getDatabase} opens it again. */
export async function closeDatabase(): Promise<void> {
  const opened = shared.demoDatabase;
  delete shared.demoDatabase;
  await (await opened)?.close();
}
