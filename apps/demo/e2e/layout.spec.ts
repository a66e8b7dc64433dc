import { launchOptions } from '@channelkit/tooling/browser';
import { expect, test } from './support/test.ts';

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
