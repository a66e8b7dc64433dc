import { holdPort } from '@channelkit/tooling/hold-port';
import type { Page } from '@playwright/test';
import { DemoProcess } from './support/demoProcess.ts';
import { expectSameDocument, markDocument } from './support/invoicePages.ts';
import { expect, test } from './support/test.ts';
import { Visitor } from './support/visitor.ts';

const note = (page: Page) => page.getByRole('listitem').filter({ hasText: 'The server cannot be reached' });
const linkTo = (page: Page, name: string) => page.getByRole('link', { name });

test('navigation while offline waits with a message, and continues when the browser is online', async ({
  visit,
  expectedErrors,
}) => {
  expectedErrors.push(/ERR_INTERNET_DISCONNECTED|WebSocket/);
  const owner = await visit(1);
  const page = await owner.openLive('/leaderboard');
  await markDocument(page);
  await owner.context.setOffline(true);
  await expect(note(page)).toBeVisible();
  await linkTo(page, 'Orders').click();
  await linkTo(page, 'Print jobs').click();
  await expect(page.getByRole('heading', { name: 'Leaderboard' })).toBeVisible();
  await expect(note(page)).toHaveCount(1);

  await owner.context.setOffline(false);
  await expect(page.getByRole('heading', { name: /^Print jobs/ })).toBeVisible();
  await expect(note(page)).toHaveCount(0);
  await expectSameDocument(page);
});

test('a payment sent while offline waits with a message, and is made once when the browser is online', async ({
  visit,
  expectedErrors,
}) => {
  expectedErrors.push(/ERR_INTERNET_DISCONNECTED|WebSocket/);
  const owner = await visit(1);
  const { id } = await owner.createInvoice(7_00);
  const page = await owner.openLive(`/pay/${id}`);
  await owner.context.setOffline(true);
  await expect(note(page)).toContainText('Pages you open load');
  await page.getByRole('button', { name: /^Pay/ }).click();
  await expect(note(page)).toContainText('Your changes wait in this window');

  await owner.context.setOffline(false);
  await expect(page.getByText('Paid in full.')).toBeVisible();
  await expect(note(page)).toHaveCount(0);
});

test('navigation while the web server is down waits with a message, and continues when it is back', async ({
  browser,
  protocol,
}) => {
  const demo = await DemoProcess.start(protocol);
  const { port } = new URL(demo.url);
  const visitor = await new Visitor(await browser.newContext(), demo.url).signIn(1);
  const page = await visitor.openLive('/leaderboard');
  await markDocument(page);
  await demo.kill();
  const release = await holdPort(Number(port));
  await linkTo(page, 'Orders').click();
  await expect(note(page)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Leaderboard' })).toBeVisible();

  await release();
  const again = await DemoProcess.start(protocol, { data: demo.data, env: { PORT: port } });
  await expect(page.getByRole('heading', { name: /^Orders/ })).toBeVisible();
  await expect(note(page)).toHaveCount(0);
  await expectSameDocument(page);
  await visitor.context.close();
  expect(await again.stop()).toBe(0);
});

for (const width of [1280, 390])
  test(`the link of a loading page is marked in the menu, ${width} pixels wide`, async ({ visit }) => {
    const page = await (await visit(1)).openLive('/leaderboard');
    await page.setViewportSize({ width, height: 800 });
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/orders?_rsc=*', async (route) => {
      await held;
      await route.continue();
    });
    const menu = page.getByRole('dialog', { name: 'ChannelKit' });
    if (width < 1024) await page.getByRole('button', { name: 'Open menu' }).click();
    const link = linkTo(page, 'Orders');
    await link.click();
    await expect(link.locator('[data-pending]')).toHaveCount(1);
    answer();
    await expect(page.getByRole('heading', { name: /^Orders/ })).toBeVisible();
    await expect(menu).toBeHidden();
    await expect(link.locator('[data-pending]')).toHaveCount(0);
  });

test('the phone menu closes on the link of the current page', async ({ visit }) => {
  const page = await (await visit(1)).openLive('/leaderboard');
  await page.setViewportSize({ width: 390, height: 800 });
  const opener = page.getByRole('button', { name: 'Open menu' });
  await opener.press('Enter');
  await linkTo(page, 'Leaderboard').press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(opener).toBeFocused();
});
