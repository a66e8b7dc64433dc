import { expectFigures, expectStatus, rowOf } from './support/invoicePages.ts';
import { expect, test } from './support/test.ts';

test('invoices and notifications poll while their channels are refused, and every badge shows it (10)', async ({
  visit,
  protocol,
}) => {
  const owner = await visit(1);
  const { id } = await owner.createInvoice(61_00);
  const before = await owner.summary();
  const detail = await owner.openLive(`/app/invoices/${id}`);
  const payPath = (await detail.getByRole('link', { name: 'Open' }).getAttribute('href')) ?? '';
  const list = await owner.openLive('/app/invoices');
  const inbox = await owner.openLive('/notifications');
  const payPage = await (await visit()).openLive(payPath);
  const pages = [detail, list, inbox, payPage];
  for (const page of pages) await expect(page.locator('[data-mode="live"]')).toBeVisible();

  const refusal = protocol.server.rejectAuth({ status: 401 });
  protocol.server.destroy();
  for (const page of pages) {
    await expect(page.locator('[data-mode="polling"]')).toBeVisible();
    await expect(page.locator('[data-connection="connected"]')).toContainText('Partly live');
  }
  await owner.pay(id);
  for (const page of [detail, payPage]) await expectStatus(page, 'paid');
  await expect(rowOf(list, id)).toContainText('Paid');
  await expectFigures(list, {
    ...before,
    outstandingCents: before.outstandingCents - 61_00,
    paidCents: before.paidCents + 61_00,
  });
  const title = `Polled ${Date.now()}`;
  const notification = { event: 'notification', userId: 1, title, body: 'By asking.' };
  const sent = await owner.api.post(`${owner.url}/api/notifications`, { data: notification });
  expect(sent.status()).toBe(201);
  await expect(inbox.getByRole('region', { name: 'For you' })).toContainText(title);

  refusal.end();
  for (const page of pages) await expect(page.locator('[data-mode="live"]')).toBeVisible({ timeout: 40_000 });
  await expect(list.locator('[data-connection="connected"]')).toHaveText(/Live$/);
});
