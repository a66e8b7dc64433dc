import type { Locator, Page } from '@playwright/test';
import { DemoProcess } from './support/demoProcess.ts';
import { test as base, expect } from './support/test.ts';
import { Visitor } from './support/visitor.ts';

interface ChaosFixtures {
  /** Somebody at a demo that started its own protocol server. */
  readonly guest: Visitor;
}

const test = base.extend<ChaosFixtures, { readonly ownDemo: DemoProcess }>({
  ownDemo: [
    async ({ browserName: _browserName }, provide) => {
      const demo = await DemoProcess.start();
      await provide(demo);
      expect(await demo.stop()).toBe(0);
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  guest: async ({ browser, ownDemo }, provide) => {
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    const guest = await new Visitor(context, ownDemo.url).signIn(1);
    await provide(guest);
    await context.close();
  },
});

// One protocol server is disturbed by all of them.
test.describe.configure({ mode: 'serial' });

const mark = (page: Page): Locator => page.locator('[data-chaos]');
const cause = async (page: Page, what: string): Promise<void> => {
  await mark(page).click();
  await page.getByRole('menuitem', { name: what }).click();
};
const order = (tableNumber: number) => ({ tableNumber, items: [{ name: 'Still water', quantity: 1 }] });

test('a dropped connection reconnects and misses no event', async ({ guest }) => {
  const board = await guest.openLive('/orders');
  await expect(board.locator('[data-mode="live"]')).toBeVisible();
  const answer = board.waitForResponse('**/api/chaos');
  await cause(board, 'Drop every connection');
  expect((await answer).status()).toBe(200);
  await guest.api.post(`${guest.url}/api/orders`, { data: order(33) });
  await expect(board.getByText('Table 33')).toBeVisible();
  await expect(board.locator('[data-connection="connected"]')).toBeVisible();
});

/** How the page came right, in words. */
const note = (page: Page): Locator => page.locator('[data-continuity]');

test('an event that is lost comes from the log, without a gap (17, 18)', async ({ guest }) => {
  const board = await guest.openLive('/orders');
  await expect(board.locator('[data-mode="live"]')).toBeVisible();
  await cause(board, 'Lose the next event');
  await expect(mark(board)).toHaveAttribute('data-chaos', 'lose');
  await guest.api.post(`${guest.url}/api/orders`, { data: order(36) });
  // No later event shows that this one is missing.
  await expect(board.getByText('Table 36')).toBeVisible();
  await expect(note(board)).toHaveText('1 event replayed');
  await expect(mark(board)).toHaveAttribute('data-chaos', '');
  await board.getByRole('button', { name: 'What just happened' }).click();
  const drawer = board.getByRole('dialog');
  await expect(drawer.getByText('private-orders asked the log: 1 replayed')).toBeVisible();
  await expect(drawer.locator('[data-happening="gap"]')).toHaveCount(0);
});

test('a payment that is delivered twice is announced once (17)', async ({ guest }) => {
  const { id, number } = await guest.createInvoice(36_00);
  const page = await guest.openLive('/app/invoices');
  await expect(page.locator('[data-mode="live"]')).toBeVisible();
  await cause(page, 'Deliver the next event twice');
  await expect(mark(page)).toHaveAttribute('data-chaos', 'duplicate');
  await guest.pay(id);
  await expect(note(page)).toHaveText('1 event delivered twice');
  await expect(page.getByRole('listitem').filter({ hasText: `paid ${number}` })).toHaveCount(1);
});

test('a page fetches nothing when it goes live, nor after a drop in which nothing was sent (19)', async ({
  guest,
}) => {
  const board = await guest.openLive('/orders');
  await expect(board.locator('[data-mode="live"]')).toBeVisible();
  const asked: string[] = [];
  board.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const resumed = board.waitForResponse('**/api/pusher/resume');
  await cause(board, 'Drop every connection');
  await expect(board.locator('[data-connection="reconnecting"]')).toBeVisible();
  await expect(board.locator('[data-mode="live"]')).toBeVisible();
  await resumed;
  await board.getByRole('button', { name: 'What just happened' }).click();
  const drawer = board.getByRole('dialog');
  // Once when the page opened, once after the drop.
  await expect(drawer.getByText('private-orders asked the log: nothing was missed')).toHaveCount(2);
  const fetches = drawer.locator('[data-happening="fetch"]');
  await expect(fetches.filter({ hasNotText: '["chaos"]' })).toHaveCount(0);
  expect(asked.filter((path) => path === '/api/pusher/auth')).toHaveLength(1);
});

test('rejected authorization leads to polling until it ends, and every window shows the fault', async ({
  guest,
}) => {
  const board = await guest.openLive('/orders');
  const other = await guest.openLive('/leaderboard');
  await cause(board, 'Reject authorization');
  await expect(mark(board)).toHaveAttribute('data-chaos', 'rejectAuth');
  await expect(board.locator('[data-mode="polling"]')).toBeVisible();
  await guest.api.post(`${guest.url}/api/orders`, { data: order(34) });
  await expect(board.getByText('Table 34')).toBeVisible();
  await mark(other).click();
  await expect(other.getByRole('menuitem', { name: /Reject authorization/ })).toContainText('now');
  await expect(mark(other)).toHaveAttribute('data-chaos', 'rejectAuth');
  await other.keyboard.press('Escape');

  await cause(board, 'End all faults');
  await expect(mark(board)).toHaveAttribute('data-chaos', '');
  await expect(board.locator('[data-mode="live"]')).toBeVisible({ timeout: 30_000 });
});

test('a slow network delays events and loses none; causing it twice has no further effect', async ({
  guest,
}) => {
  const board = await guest.openLive('/orders');
  await expect(board.locator('[data-mode="live"]')).toBeVisible();
  await cause(board, 'Slow network');
  await cause(board, 'Slow network');
  await expect(mark(board)).toHaveAttribute('data-chaos', 'slow');
  await guest.api.post(`${guest.url}/api/orders`, { data: order(35) });
  await expect(board.getByText('Table 35')).toBeVisible();
  await expect(board.locator('[data-mode="live"]')).toBeVisible();
  await cause(board, 'End all faults');
});

test("only a signed-in person on this machine can cause faults, and only on the demo's own server (14)", async ({
  guest,
  visit,
  demo,
}) => {
  const drop = { data: { action: 'drop' } };
  const stranger = await visit();
  expect((await stranger.api.post(`${guest.url}/api/chaos`, drop)).status()).toBe(401);
  const rebound = { ...drop, headers: { Host: 'elsewhere.example' } };
  expect((await guest.api.post(`${guest.url}/api/chaos`, rebound)).status()).toBe(403);
  expect((await guest.api.post(`${guest.url}/api/chaos`, { data: { action: 'explode' } })).status()).toBe(
    422,
  );
  const owner = await visit(1);
  expect((await owner.api.post(`${demo.url}/api/chaos`, drop)).status()).toBe(404);
  const page = await owner.openLive('/orders');
  await expect(mark(page)).toHaveCount(0);
});

test('the playground counts connections, subscriptions, messages and calls, of its window and of the whole server (002.8)', async ({
  guest,
}) => {
  // What the server counts comes with the page: it pushes nothing down later.
  expect(await (await guest.api.get(`${guest.url}/pusher-test`)).text()).toContain('The whole server');
  const page = await guest.openLive('/pusher-test');
  const own = page.getByRole('region', { name: 'This monitor' });
  const all = page.getByRole('region', { name: 'The whole server' });
  const figure = (region: Locator, name: string) => region.locator(`[data-figure="${name}"]`);
  const read = async (name: string) => Number(await figure(all, name).innerText());
  await expect(own.locator('[data-monitor="connected"]')).toHaveText('Live');
  await expect(figure(own, 'Subscriptions')).toHaveText('1');
  await expect(figure(own, 'Messages')).toHaveText('0');
  await expect(figure(own, 'API calls')).toHaveText('0');
  await expect(figure(all, 'Open connections')).toHaveText('2');
  const before = { messages: await read('Messages sent'), calls: await read('API calls') };

  const channels = page.getByLabel('Subscribe to');
  await channels.fill('private-user.2.invoices');
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(figure(own, 'Subscriptions')).toHaveText('1 of 2');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(figure(own, 'Messages')).toHaveText('1');
  await expect(figure(own, 'API calls')).toHaveText('1');
  await expect.poll(() => read('Messages sent')).toBe(before.messages + 1);
  await expect.poll(() => read('API calls')).toBeGreaterThan(before.calls);
  expect(await read('Open subscriptions')).toBeGreaterThan(1);

  const other = await guest.openLive('/pusher-test');
  await expect(figure(all, 'Open connections')).toHaveText('4');
  await other.close();
  await expect(figure(all, 'Open connections')).toHaveText('2');
});
