import { DemoProcess } from './support/demoProcess.ts';
import { PrintStation } from './support/printStation.ts';
import { test as base, expect } from './support/test.ts';

const test = base.extend<{ station: PrintStation }>({
  station: async ({ demo }, provide) => {
    const station = await PrintStation.create(demo);
    await provide(station);
    await station.end();
  },
});

const order = (tableNumber: number) => ({ tableNumber, items: [{ name: 'Lemon tart', quantity: 2 }] });

test('an order is printed at once, and every window shows it as printed (003.5)', async ({
  visit,
  demo,
  station,
}) => {
  const waiter = await visit(1);
  const page = await waiter.openLive('/print-jobs');
  station.start();
  await station.says('live: jobs are pushed');
  expect((await waiter.api.post(`${demo.url}/api/orders`, { data: order(21) })).status()).toBe(201);
  const row = page.locator('[data-print-job]').filter({ hasText: 'Table 21' });
  await expect(row).toHaveAttribute('data-print-status', 'completed');
  await station.says('Table 21');
  expect(await station.paper()).not.toContain('REPRINT');

  await row.getByRole('button', { name: /again/ }).dblclick();
  await station.says('*** REPRINT ***');
  await expect(row.getByText('Reprint', { exact: true })).toBeVisible();
  await expect(row).toHaveAttribute('data-print-status', 'completed');
  expect((await station.paper()).split('*** REPRINT ***')).toHaveLength(2);
});

test('a station that is killed while printing prints the ticket again as a REPRINT (003.5)', async ({
  visit,
  demo,
  station,
}) => {
  const waiter = await visit(1);
  const page = await waiter.openLive('/print-jobs');
  // Whatever other tests have ordered is printed first, and fast.
  station.start();
  await station.says('live: jobs are pushed');
  await expect(page.locator('[data-print-status="waiting"], [data-print-status="claimed"]')).toHaveCount(0);
  await station.kill();
  station.start(5000);
  await station.says('live: jobs are pushed');
  for (const table of [22, 23])
    expect((await waiter.api.post(`${demo.url}/api/orders`, { data: order(table) })).status()).toBe(201);
  await station.says('┌');
  const torn = page.locator('[data-print-job]').filter({ hasText: 'Table 22' });
  const untouched = page.locator('[data-print-job]').filter({ hasText: 'Table 23' });
  await expect(torn).toHaveAttribute('data-print-status', 'claimed');
  await station.kill();
  station.start();
  await expect(torn).toHaveAttribute('data-print-status', 'completed');
  await expect(untouched).toHaveAttribute('data-print-status', 'completed');
  const tickets = (await station.paper()).split('┌');
  expect(tickets.filter((text) => text.includes('Table 22') && text.includes('REPRINT'))).toHaveLength(1);
  expect(tickets.filter((text) => text.includes('Table 23') && !text.includes('REPRINT'))).toHaveLength(1);
});

test('jobs survive a demo that is killed and restarted', async ({ protocol }) => {
  // Two demos start, one after the other.
  test.setTimeout(120_000);
  const first = await DemoProcess.start(protocol);
  const station = await PrintStation.create(first);
  const session = await fetch(`${first.url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ personId: 1 }),
  });
  const cookie = session.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const answer = await fetch(`${first.url}/api/orders`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', cookie },
    body: JSON.stringify(order(24)),
  });
  expect(answer.status).toBe(201);
  await first.kill();
  station.start();
  await station.says('Trying again');
  const second = await DemoProcess.start(protocol, { data: first.data });
  await station.says('Table 24');
  await station.says('live: jobs are pushed');
  await station.end();
  expect(await second.stop()).toBe(0);
});

test('only a station can claim jobs, and a station can do nothing else (14)', async ({ visit, demo }) => {
  const waiter = await visit(1);
  const claim = { claim: crypto.randomUUID(), station: 'me' };
  const refused = await waiter.api.post(`${demo.url}/api/print-jobs/1/claim`, { data: claim });
  expect(refused.status()).toBe(401);
  expect((await refused.json()).detail).toContain('PRINT_STATION_TOKEN');
  expect((await waiter.api.get(`${demo.url}/api/print-jobs/connection`)).status()).toBe(401);
  const wrong = { Authorization: 'Bearer 0123456789abcdef0123' };
  expect((await fetch(`${demo.url}/api/print-jobs`, { headers: wrong })).status).toBe(401);

  const right = { Authorization: `Bearer ${await demo.stationToken()}` };
  expect((await fetch(`${demo.url}/api/print-jobs`, { headers: right })).status).toBe(200);
  expect((await fetch(`${demo.url}/api/invoices`, { headers: right })).status).toBe(401);
  const authorize = (channel: string) =>
    fetch(`${demo.url}/api/pusher/auth`, {
      method: 'POST',
      headers: right,
      body: new URLSearchParams({ socket_id: '1.2', channel_name: channel }),
    });
  expect((await authorize('private-print-jobs')).status).toBe(200);
  expect((await authorize('private-orders')).status).toBe(403);
  const badClaim = await fetch(`${demo.url}/api/print-jobs/1/claim`, {
    method: 'POST',
    headers: { ...right, 'Content-Type': 'application/json' },
    body: JSON.stringify({ claim: 'once', station: '' }),
  });
  expect(badClaim.status).toBe(422);
  expect(Object.keys((await badClaim.json()).fields)).toEqual(['claim', 'station']);
});
