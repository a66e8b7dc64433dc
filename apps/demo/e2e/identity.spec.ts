import { markDocument } from './support/invoicePages.ts';
import type { ProtocolServer } from './support/protocolServer.ts';
import { expect, test } from './support/test.ts';

/** A list of invoices and a page of notifications ask for nothing more in the name of somebody, who may become somebody else. */
const settled = async (protocol: ProtocolServer, userId: number) => {
  await protocol.subscribed(`private-user.${userId}.invoices`, 2);
  await protocol.subscribed(`private-supplier.notifications.${userId}`, 1);
};

test('a tab follows when another tab signs in as somebody else (14)', async ({ visit, protocol }) => {
  const ada = await visit(1);
  const first = await ada.openLive('/app/invoices');
  const second = await ada.openLive('/notifications');
  await settled(protocol, 1);
  await markDocument(second);
  await second.getByRole('button', { name: /Switch person/ }).click();
  await second.getByRole('menuitemradio', { name: /Milo Hartmann/ }).click();
  const person = (page: typeof first) => page.getByRole('button', { name: /Switch person/ });
  await expect(person(first)).toContainText('Milo Hartmann');
  await expect(person(second)).toContainText('Milo Hartmann');
  await expect(first.getByText('Table & Track. Figures and rows')).toBeVisible();
  // The tab in which it was done needs no reload.
  await expect(second.locator('html')).toHaveAttribute('data-marked', '');
  await settled(protocol, 2);

  await ada.signIn(3);
  await first.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(person(first)).toContainText('Nora Lindqvist');
});

test("once somebody else signs in, no page shows the previous person's data (14)", async ({
  visit,
  protocol,
}) => {
  const ada = await visit(1);
  const other = await ada.openLive('/app/invoices');
  const page = await ada.openLive('/notifications');
  await settled(protocol, 1);
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  // What shows the new person is slow to come, in either tab.
  for (const tab of [page, other])
    await tab.route(`${ada.url}/**`, async (route) => {
      const isPage = route.request().isNavigationRequest() || 'rsc' in route.request().headers();
      if (isPage) await held;
      await route.continue();
    });
  // A page that is about to be reloaded answers no questions: it tells by itself.
  await other.evaluate(() => {
    const tell = () => console.debug('the body is', getComputedStyle(document.body).visibility);
    new MutationObserver(tell).observe(document.documentElement, { attributes: true });
  });
  const hidden = other.waitForEvent('console', (message) => message.text() === 'the body is hidden');
  await page.getByRole('button', { name: /Switch person/ }).click();
  await page.getByRole('menuitemradio', { name: /Milo Hartmann/ }).click();
  await expect(page.locator('main')).toHaveCSS('opacity', '0');
  await hidden;
  answer();
  await expect(page.locator('[data-user="2"]')).toBeVisible();
  await expect(page.locator('main')).toHaveCSS('opacity', '1');
  await expect(other.getByText('Table & Track. Figures and rows')).toBeVisible();
});
