import { expect, type Locator, type Page } from '@playwright/test';
import type { InvoiceStatus, InvoiceSummary } from '../../features/invoices/invoices.ts';
import { formatMoney } from '../../ui/format.ts';

/** The status that an invoice or pay page shows. */
export const shownStatus = (page: Page): Locator => page.locator('[data-status]');

/** Expects an invoice or pay page to show a status. */
export const expectStatus = (page: Page, status: InvoiceStatus) =>
  expect(shownStatus(page)).toHaveAttribute('data-status', status);

/** An invoice's row in the list. */
export const rowOf = (page: Page, invoiceId: number): Locator =>
  page.locator(`[data-invoice="${invoiceId}"]`);

/** Expects the figures above the list. */
export async function expectFigures(page: Page, summary: InvoiceSummary): Promise<void> {
  const figures = page.getByRole('region', { name: 'Figures' });
  await expect(figures).toContainText(`Outstanding${formatMoney(summary.outstandingCents)}`);
  await expect(figures).toContainText(`Paid${formatMoney(summary.paidCents)}`);
  await expect(figures).toContainText(`Total billed${formatMoney(summary.totalCents)}`);
}

/** Marks a page so that {@link expectSameDocument} can tell a reload. */
export const markDocument = (page: Page): Promise<void> =>
  page.evaluate(() => document.documentElement.setAttribute('data-marked', ''));

/** Expects that the page was not reloaded since it was marked. */
export const expectSameDocument = (page: Page) =>
  expect(page.locator('html')).toHaveAttribute('data-marked', '');
