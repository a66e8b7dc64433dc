import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { getTableConfig, PgDialect } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/pglite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createDrizzlePort,
  type DrizzleDatabase,
  eventLog,
  eventLogChannels,
  eventLogEpoch,
} from '../src/drizzle/index.ts';
import { eventLogTables } from '../src/postgres/index.ts';
import { eventLogPortTests, type PortDatabase } from '../src/testing/index.ts';
import { concurrentReading } from './concurrentReading.ts';

let engine: PGlite;
beforeAll(async () => {
  engine = await PGlite.create();
  await engine.exec(eventLogTables);
}, 60_000);
afterAll(() => engine.close());

async function open(): Promise<PortDatabase<DrizzleDatabase>> {
  await engine.exec('truncate event_log, event_log_channels, event_log_epoch');
  const db = drizzle(engine, { casing: 'snake_case' });
  return { port: createDrizzlePort(async () => db), transaction: (work) => db.transaction(work) };
}

it.each(eventLogPortTests(open))('the port of Drizzle $name', async ({ run }) => {
  await expect(run()).resolves.toBeUndefined();
});

it('a reader gets every committed event once and in order while many write (17)', async () => {
  expect(await concurrentReading(await open(), { runs: 10, writers: 4 })).toBeGreaterThan(0);
});

it('has tables for Drizzle that are those of the statements', async () => {
  const db = drizzle(engine);
  for (const table of [eventLog, eventLogChannels, eventLogEpoch]) {
    const { name, columns, indexes } = getTableConfig(table);
    const { rows } = await db.execute<{
      name: string;
      type: string;
      required: boolean;
      default: string | null;
    }>(sql`
      select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as required,
        pg_get_expr(adbin, adrelid) as default
      from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
      where attrelid = ${name}::regclass and attnum > 0 order by attnum
    `);
    const inDatabase = rows.map((row) => [row.name, row.type, row.required, defaultOf(row.default)]);
    expect(
      columns.map((column) => [
        column.name,
        column.getSQLType().replace('bigserial', 'bigint'),
        column.notNull,
        column.default === undefined ? null : String(column.default),
      ]),
    ).toEqual(inDatabase);
    const { rows: created } = await db.execute<{ definition: string }>(sql`
      select indexdef as definition from pg_indexes
      where tablename = ${name} and indexname like 'event_log_%' and indexname not like '%key'
    `);
    for (const { config } of indexes) {
      const definition = created.find((row) => row.definition.includes(` ${config.name} `))?.definition ?? '';
      const names = config.columns.map((column) => (column as { name: string }).name);
      expect(definition).toContain(`(${names.join(', ')})`);
      expect(definition.includes('UNIQUE')).toBe(config.unique);
      const where = config.where && new PgDialect().sqlToQuery(config.where).sql;
      expect(plain(definition)).toContain(plain(where ?? ''));
    }
    expect(created.filter(({ definition }) => !definition.includes('pkey'))).toHaveLength(indexes.length);
  }
});

const defaultOf = (text: string | null): string | null =>
  text === null || text.startsWith('nextval') ? null : text.replace(/^'(.*)'::text$/, '$1');

/** A condition without what its author and PostgreSQL write differently. */
const plain = (text: string): string => text.toLowerCase().replaceAll(/"\w+"\.|[()"]|::text/g, '');
