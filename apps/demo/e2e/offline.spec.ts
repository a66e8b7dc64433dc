import { markDocument } from './support/invoicePages.ts';
import { expect, test } from './support/test.ts';

test('a link that is followed offline says so and leaves the page as it is; back online it works', async ({
  visit,
  expectedErrors,
}) => {
  expectedErrors.push(/ERR_INTERNET_DISCONNECTED|WebSocket/);
  const owner = await visit(1);
  const page = await owner.openLive('/app/invoices');
  await markDocument(page);
  const orders = page.getByRole('link', { name: 'Orders' });
  const row = page.getByRole('table').getByRole('link').first();
  await owner.context.setOffline(true);
  for (const link of [orders, row]) await link.click();
  await expect(page.getByRole('listitem').filter({ hasText: 'You are offline' })).toHaveCount(1);
  await expect(page).toHaveURL(`${owner.url}/app/invoices`);
  await expect(row).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-marked', '');

  await owner.context.setOffline(false);
  await orders.click();
  await expect(page.getByRole('heading', { name: /^Orders/ })).toBeVisible();
});
