import { createServer } from 'node:net';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
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

async function seriousFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

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
  test(`no page has a serious accessibility violation in ${colorScheme}`, async ({ visit }) => {
    const owner = await visit(1);
    const page = await owner.openLive('/');
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const path of pages) {
      await page.goto(`${owner.url}${path}`);
      await expect(page.locator('main')).toBeVisible();
      expect(await seriousFaults(page), path).toEqual([]);
    }
  });

test('no menu, dialog or popover has a serious accessibility violation', async ({ visit }) => {
  const owner = await visit(1);
  const { id } = await owner.createInvoice(1_00);
  const page = await owner.openLive('/');
  const opens: readonly (readonly [path: string, button: string])[] = [
    ['/app/invoices', 'New invoice'],
    [`/app/invoices/${id}`, 'Record payment'],
    [`/app/invoices/${id}`, 'Edit'],
    ['/orders', 'New order'],
    ['/orders', 'What just happened'],
    ['/orders', 'Sounds and notifications'],
    ['/orders', 'Appearance: system'],
    ['/orders', 'Connection: Live'],
    ['/orders', 'Open menu'],
  ];
  for (const [path, button] of opens) {
    await page.setViewportSize(
      button === 'Open menu' ? { width: 390, height: 800 } : { width: 1280, height: 800 },
    );
    if (!page.url().endsWith(path)) await page.goto(`${owner.url}${path}`);
    await page.getByRole('button', { name: button }).click();
    await expect(page.locator('[data-state="open"]').first()).toBeVisible();
    // Fading elements have their final colors only at the end.
    await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)));
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
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
