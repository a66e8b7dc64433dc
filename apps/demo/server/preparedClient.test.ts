import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { boolean, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { drizzle, type PgliteDatabase } from 'drizzle-orm/pglite';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { PreparedClient } from './preparedClient.ts';

const things = pgTable('things', {
  id: integer().primaryKey(),
  name: text(),
  isNew: boolean('is_new'),
  parts: jsonb().$type<readonly { name: string }[]>(),
  at: timestamp({ withTimezone: true, mode: 'date' }),
});

// One engine for all of them: creating its database takes longer than the tests.
let engine: PGlite;
let db: PgliteDatabase;

beforeAll(async () => {
  engine = await PGlite.create();
  db = drizzle(new PreparedClient(engine) as unknown as PGlite);
  const columns = sql`id integer primary key, name text, is_new boolean, parts jsonb, at timestamptz`;
  await db.execute(sql`create table things (${columns})`);
}, 120_000);
afterAll(() => engine.close());
beforeEach(async () => void (await db.delete(things)));

const row = {
  id: 1,
  name: 'Lemon tart',
  isNew: true,
  parts: [{ name: "L'é" }],
  at: new Date('2030-01-31T12:00:00Z'),
};

it('every kind of value comes back as it was stored, the first time and with a statement that is known', async () => {
  const rows = [
    row,
    { ...row, id: 2, isNew: false },
    { id: 3, name: null, isNew: null, parts: null, at: null },
  ];
  for (const values of rows) await db.insert(things).values(values);
  for (let time = 0; time < 3; time++)
    expect(await db.select().from(things).orderBy(things.id)).toEqual(rows);
});

it('a refused statement says why, and the next one works', async () => {
  await db.insert(things).values(row);
  for (let time = 0; time < 2; time++)
    await expect(db.insert(things).values(row)).rejects.toMatchObject({ cause: { code: '23505' } });
  expect(await db.$count(things)).toBe(1);
});

it('a transaction that throws leaves nothing, and holds up what came meanwhile', async () => {
  const refused = db.transaction(async (tx) => {
    await tx.insert(things).values(row);
    throw new Error('no');
  });
  const meanwhile = db.select().from(things);
  await expect(refused).rejects.toThrow('no');
  expect(await meanwhile).toEqual([]);
});

it('queries that are asked at once inside and beside a transaction each get their own answer', async () => {
  const read = (on: Pick<typeof db, 'execute'>, value: number) =>
    on.execute(sql`select ${value}::int as value`).then(({ rows }) => rows[0]?.value);
  const inside = db.transaction((tx) => Promise.all([read(tx, 1), read(tx, 2), read(tx, 3)]));
  expect(await Promise.all([read(db, 4), inside, read(db, 5)])).toEqual([4, [1, 2, 3], 5]);
});
