// What a log costs a transaction on PostgreSQL: pnpm -C bench continuity-appends
import { createEventLog, PusherService } from '@channelkit/server';
import { createPostgresPort, eventLogTables } from '@channelkit/server/postgres';
import { Pool, type PoolClient } from 'pg';
import { findPostgres, startPostgres } from '../../tooling/postgres.mjs';
import { report } from '../report.ts';
import { orderChannels } from './contract.ts';

const [rounds, seconds, writers] = [Number(process.argv[2] ?? 5), 3, 8];
const bin = findPostgres();
if (!bin) throw new Error('There is no PostgreSQL server here');
const { url, stop } = await startPostgres(bin);
const pool = new Pool({ connectionString: url, max: writers });
await pool.query('create table orders (id bigserial primary key, version int not null)');
await pool.query('create table plain_events (id uuid primary key, channel text, event text, data text)');
await pool.query(eventLogTables);
// Nothing is sent: what is measured is the transaction.
const pusher = new PusherService({ appId: 'app', key: 'key', secret: 'secret' }, { channels: orderChannels });
const log = createEventLog(pusher, createPostgresPort(pool));

type Work = (client: PoolClient) => Promise<unknown>;
let n = 0;
const data = { version: 1 };
const append =
  (channels: number): Work =>
  (client) => {
    n += 1;
    return log.append(client, { channel: `private-durable-${n % channels}`, event: 'changed', data });
  };
const contenders: Readonly<Record<string, Work>> = {
  'no event': async () => {},
  'a row of a plain table': (client) =>
    client.query('insert into plain_events values ($1, $2, $3, $4)', [
      crypto.randomUUID(),
      'private-durable-1',
      'changed',
      JSON.stringify(data),
    ]),
  '`log.append`, 1 channel': append(1),
  '`log.append`, 100 channels': append(100),
};

/** Transactions per second: each inserts an order and does its work. */
async function measure(work: Work): Promise<number> {
  const start = performance.now();
  let count = 0;
  const write = async () => {
    const client = await pool.connect();
    while (performance.now() - start < seconds * 1_000) {
      await client.query('begin');
      await client.query('insert into orders (version) values (1)');
      await work(client);
      await client.query('commit');
      count += 1;
    }
    client.release();
  };
  await Promise.all(Array.from({ length: writers }, write));
  return count / ((performance.now() - start) / 1_000);
}

const measured: Record<string, number[]> = {};
// One after the other in every round, so that a busy minute of the machine hits all of them.
for (let round = 0; round < rounds; round += 1)
  for (const [name, work] of Object.entries(contenders))
    measured[name] = [...(measured[name] ?? []), await measure(work)].sort((a, b) => a - b);
// A connection may still be closing when the server ends.
pool.on('error', () => {});
await pool.end();
await stop();

const median = (values: readonly number[] = []) => values[Math.floor(values.length / 2)] as number;
const base = median(measured['a row of a plain table']);
report({
  name: 'continuity-appends',
  columns: [
    `an insert of an order, and …; ${writers} connections`,
    `transactions per second, median (spread) of ${rounds}`,
    'ratio',
  ],
  rows: Object.entries(measured).map(([name, values]) => [
    name,
    `${Math.round(median(values))} (${Math.round(values[0] as number)}–${Math.round(values.at(-1) as number)})`,
    (median(values) / base).toFixed(2),
  ]),
});
