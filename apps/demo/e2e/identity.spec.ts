import { markDocument } from './support/invoicePages.ts';
import { expect, test } from './support/test.ts';

test('a tab follows when another tab of the browser becomes somebody else (14)', async ({ visit }) => {
  const ada = await visit(1);
  const first = await ada.openLive('/app/invoices');
  const second = await ada.openLive('/notifications');
  await markDocument(second);
  await second.getByRole('button', { name: /Switch person/ }).click();
  await second.getByRole('menuitemradio', { name: /Milo Hartmann/ }).click();
  const person = (page: typeof first) => page.getByRole('button', { name: /Switch person/ });
  await expect(person(first)).toContainText('Milo Hartmann');
  await expect(person(second)).toContainText('Milo Hartmann');
  await expect(first.getByText('Table & Track. Figures and rows')).toBeVisible();
  // The tab in which it was done needs no reload.
  await expect(second.locator('html')).toHaveAttribute('data-marked', '');

  await ada.signIn(3);
  await first.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(person(first)).toContainText('Nora Lindqvist');
});
