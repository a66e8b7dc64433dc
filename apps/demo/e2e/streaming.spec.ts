import { expect, test } from './support/test.ts';

for (const path of ['/app/invoices', '/app/invoices/1'])
  test(`the streamed content of ${path} is hydrated, not rendered a second time`, async ({ visit }) => {
    const owner = await visit(1);
    const page = await owner.context.newPage();
    // React puts streamed content in its place in an animation frame: here the page is alive before that.
    await page.addInitScript(() => {
      const real = window.requestAnimationFrame.bind(window);
      const held: FrameRequestCallback[] = [];
      window.requestAnimationFrame = (callback) => held.push(callback);
      Object.assign(window, {
        showStreamed: () => {
          window.requestAnimationFrame = real;
          for (const callback of held) real(callback);
        },
      });
    });
    await page.goto(`${owner.url}${path}`);
    await expect(page.locator('[data-connection="connected"]')).toBeVisible();
    const heading = page.locator('h1');
    await expect(heading).toHaveCount(1);
    await expect(heading).toBeHidden();
    const streamed = await heading.elementHandle();
    await page.evaluate(() => Reflect.get(window, 'showStreamed')());
    await expect(heading).toBeVisible();
    expect(await heading.evaluate((shown, sent) => shown === sent, streamed)).toBe(true);
  });
