import { execFile } from 'node:child_process';
import path from 'node:path';
import { expect, test } from './support/test.ts';

const script = path.join(import.meta.dirname, '../scripts/testPusherOrder.ts');

interface Outcome {
  readonly code: number;
  readonly output: string;
}

const run = (dataFolder: string, ...args: string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    const env = { ...process.env, DEMO_DATA_DIR: dataFolder };
    execFile(process.execPath, [script, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }),
    );
  });

test('test:pusher-order broadcasts the latest order or the given one to open pages (003.6)', async ({
  visit,
  demo,
  protocol,
}) => {
  const cook = await visit(2);
  const board = await cook.openLive('/orders');
  await protocol.subscribed('private-orders', 1);
  const event = (orderId: number) =>
    board.waitForEvent('console', {
      predicate: (message) => message.text().includes(`order.updated {orderId: ${orderId},`),
    });
  const order = { tableNumber: 25, items: [{ name: 'Still water', quantity: 1 }] };
  const latest = await (await cook.api.post(`${demo.url}/api/orders`, { data: order })).json();

  const heardLatest = event(latest.id);
  expect(await run(demo.data)).toEqual({
    code: 0,
    output: `Sent order.updated on private-orders: order ${latest.id} (#${latest.number}), new.\n`,
  });
  await heardLatest;
  const heardGiven = event(2);
  expect((await run(demo.data, '2')).output).toContain('order 2 (#102)');
  await heardGiven;
});

test('test:pusher-order reports errors with a remedy', async ({ demo }) => {
  const unknown = await run(demo.data, '999999');
  expect(unknown).toEqual({ code: 1, output: 'Nothing was sent (404). There is no order 999999.\n' });
  expect((await run(demo.data, 'latest')).output).toContain('"latest" is not an order id.');
  expect((await run('/nowhere')).output).toContain('Start it with "npm start"');
});
