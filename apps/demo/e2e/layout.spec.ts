import { launchOptions } from '@channelkit/tooling/browser';
import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';
import { Visitor } from './support/visitor.ts';

// As on a desktop: a scrollbar takes room.
test.use({ launchOptions: { ...launchOptions(), ignoreDefaultArgs: ['--hide-scrollbars'] } });

for (const height of [1000, 400])
  test(`a dialog moves nothing of the page behind it, ${height} pixels high`, async ({ visit }) => {
    const page = await (await visit(1)).openLive('/app/invoices');
    await page.setViewportSize({ width: 1280, height });
    expect(
      await page.evaluate(() => window.innerWidth - document.documentElement.clientWidth),
    ).toBeGreaterThan(0);
    const place = async () => (await page.locator('h1').boundingBox())?.x;
    const before = await place();
    await page.getByRole('button', { name: 'New invoice' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await place()).toBe(before);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    expect(await place()).toBe(before);
  });

test('the mode badge has one size for every mode, so the title beside it does not move', async ({
  browser,
  demo,
  visit,
  protocol,
  expectedErrors,
}) => {
  expectedErrors.push(/WebSocket/);
  const path = '/classes/breath-101';
  const width = async (page: Page, mode: string) => {
    const mark = page.locator(`[data-mode="${mode}"]`);
    await expect(mark).toBeVisible();
    return (await mark.boundingBox())?.width;
  };
  // Without scripts a page stays as the server has made it.
  const still = await browser.newContext({ javaScriptEnabled: false });
  const connecting = await width(
    await (await new Visitor(still, demo.url).signIn(1)).open(path),
    'connecting',
  );
  await still.close();
  const page = await (await visit(1)).openLive(path);
  expect(await width(page, 'live')).toBe(connecting);
  await protocol.kill();
  expect(await width(page, 'polling')).toBe(connecting);
  await protocol.comeBack();
});
