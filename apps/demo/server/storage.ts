import { randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { getDatabase } from './database.ts';

/** Bytes. */
const probeSize = 1_000_000;

/** Where the embedded database and the secrets are. */
export const dataFolder = (): string =>
  path.resolve(/* turbopackIgnore: true */ process.env.DEMO_DATA_DIR || '.data');

/** Writes to a folder and removes it again. @throws Error of the file system when the folder takes nothing */
export async function probeFolder(folder: string): Promise<void> {
  await mkdir(/* turbopackIgnore: true */ folder, { recursive: true });
  const file = path.join(/* turbopackIgnore: true */ folder, `probe-${randomUUID()}`);
  const handle = await open(/* turbopackIgnore: true */ file, 'wx');
  try {
    await handle.writeFile(Buffer.alloc(probeSize));
    await handle.sync();
  } finally {
    await handle.close();
    await rm(file, { force: true });
  }
}

async function probeStorage(): Promise<void> {
  const db = await getDatabase();
  await db.execute(sql`select 1`);
  // A temporary table takes a file on the database's own disk.
  if (process.env.DATABASE_URL)
    await db.transaction(async (tx) => {
      await tx.execute(
        sql`create temporary table probe on commit drop as select repeat('x', 8000) as filler`,
      );
    });
  else await probeFolder(dataFolder());
}

/** Milliseconds for which an answer holds: the probe writes, and anybody may ask. */
const answerHolds = 2000;
let last: { readonly at: number; readonly answer: Promise<void> } | null = null;

/** Resolves if the database takes writes, not only reads. @throws Error of the file system or of PostgreSQL */
export function storageState(): Promise<void> {
  if (!last || Date.now() - last.at > answerHolds) last = { at: Date.now(), answer: probeStorage() };
  return last.answer;
}
