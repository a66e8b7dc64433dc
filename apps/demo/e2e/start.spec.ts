import { createServer } from 'node:net';
import AxeBuilder from '@axe-core/playwright';
import { DemoProcess } from './support/demoProcess.ts';
import { expect, test } from './support/test.ts';
import { Visitor } from './support/visitor.ts';

const pages = [
  '/',
  '/sign-in',
  '/app/invoices',
  '/app/invoices/4',
  '/pay/4',
  '/orders',
  '/print-jobs',
  '/chat',
  '/leaderboard',
  '/notifications',
  '/classes/focus-lab',
  '/pusher-test',
  '/settings/push-notifications',
];

test('the demo starts its own protocol server, steps over busy ports and ends with Ctrl-C', async ({
  browser,
}) => {
  const busy = createServer().listen(6001, '127.0.0.1');
  busy.on('error', () => {});
  const demo = await DemoProcess.start();
  const visitor = await new Visitor(await browser.newContext(), demo.url).signIn(1);
  const page = await visitor.openLive('/orders');
  await expect(page.locator('[data-mode="live"]')).toBeVisible();
  await page.getByRole('button', { name: 'Chaos' }).click();
  await page.getByRole('menuitem', { name: 'Stop the server for 8 s' }).click();
  await expect(page.locator('[data-mode="polling"]')).toBeVisible();
  await expect(page.locator('[data-mode="live"]')).toBeVisible({ timeout: 30_000 });
  await visitor.context.close();
  // The terminal tells of Ctrl-C, and npm does too.
  expect(await demo.stop(2)).toBe(0);
  await expect(fetch(demo.url)).rejects.toThrow();
  busy.close();
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`no page has a serious accessibility fault in ${colorScheme}`, async ({ visit }) => {
    const owner = await visit(1);
    const page = await owner.openLive('/');
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const path of pages) {
      await page.goto(`${owner.url}${path}`);
      await expect(page.locator('main')).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html}`)).toEqual([]);
    }
  });

test('every page fits a phone without scrolling sideways', async ({ visit }) => {
  const owner = await visit(1);
  const page = await owner.openLive('/');
  await page.setViewportSize({ width: 360, height: 740 });
  for (const path of pages) {
    await page.goto(`${owner.url}${path}`);
    await expect(page.locator('main')).toBeVisible();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, path).toBeLessThanOrEqual(0);
  }
});
