import { changeEverything, livePages } from './support/everyPage.ts';
import { expect, test } from './support/test.ts';

test('back and forward never show stale data', async ({ visit }) => {
  const owner = await visit(1);
  const [elsewhere, admin] = await Promise.all([visit(1), visit(4)]);
  const { id } = await owner.createInvoice(10_00);
  const followed = livePages.filter(({ catchesUp, isForAdmin }) => catchesUp && !isForAdmin);
  const reached = followed.filter(({ link, path }) => link || path(id).startsWith('/app/'));
  const page = await owner.openLive('/');
  for (const { link, path } of reached) {
    // Within the application: the router keeps every page that was open.
    if (link) await page.getByRole('navigation').getByRole('link', { name: link }).click();
    else await page.locator(`[data-invoice="${id}"]`).getByRole('link').click();
    await expect(page).toHaveURL(`${owner.url}${path(id)}`);
  }

  const change = await changeEverything(elsewhere, admin, id);
  for (const { path, shows } of reached.toReversed()) {
    await expect(page).toHaveURL(`${owner.url}${path(id)}`);
    await test.step(`back at ${path(id)}`, () => shows(page, change));
    if (path(id) !== '/') await page.goBack();
  }
  for (const { path, shows } of reached.slice(1)) {
    await page.goForward();
    await expect(page).toHaveURL(`${owner.url}${path(id)}`);
    await test.step(`forward at ${path(id)}`, () => shows(page, change));
  }

  // And from a document to another one.
  const payPage = followed.find(({ path }) => path(id) === `/pay/${id}`);
  await page.goto(`${owner.url}/pay/${id}`);
  const second = await changeEverything(elsewhere, admin, id);
  await page.goBack();
  await reached.at(-1)?.shows(page, second);
  await page.goForward();
  await payPage?.shows(page, second);
});
