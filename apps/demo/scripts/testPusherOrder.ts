// Broadcasts the latest order, or the one whose id is given, through the running demo.
//   pnpm test:pusher-order [id]     DEMO_URL, PRINT_STATION_TOKEN: a demo that is not on this machine
import { readFileSync } from 'node:fs';
import path from 'node:path';

const { env } = process;
const dataFolder = path.resolve(env.DEMO_DATA_DIR ?? path.join(import.meta.dirname, '../.data'));

function written(name: string): string {
  try {
    return readFileSync(path.join(dataFolder, name), 'utf8').trim();
  } catch {
    throw new Error(
      'No demo is running here. Start it with "npm start", or set DEMO_URL and PRINT_STATION_TOKEN.',
    );
  }
}

interface Answer {
  readonly detail?: string;
  readonly order: { readonly id: number; readonly number: number; readonly status: string };
  readonly channel: string;
  readonly event: string;
}

async function broadcast(id: string | undefined): Promise<void> {
  if (id !== undefined && !/^[1-9]\d{0,8}$/.test(id))
    throw new Error(`"${id}" is not an order id. Usage: pnpm test:pusher-order [id]`);
  const url = env.DEMO_URL ?? written('address');
  const token = env.PRINT_STATION_TOKEN ?? written('station-token');
  const response = await fetch(new URL('/api/orders/broadcast', url), {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(id === undefined ? {} : { orderId: Number(id) }),
    signal: AbortSignal.timeout(30_000),
  }).catch(() => {
    throw new Error(`The demo at ${url} does not answer. Start it with "npm start".`);
  });
  const answer = (await response.json().catch(() => ({}))) as Answer;
  if (!response.ok) throw new Error(`Nothing was sent (${response.status}). ${answer.detail ?? ''}`.trim());
  const { order, channel, event } = answer;
  console.log(`Sent ${event} on ${channel}: order ${order.id} (#${order.number}), ${order.status}.`);
}

broadcast(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
