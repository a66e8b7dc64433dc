import type { InvoiceSummary } from '../features/invoices/invoices.ts';
import {
  expectFigures,
  expectSameDocument,
  expectStatus,
  markDocument,
  rowOf,
} from './support/invoicePages.ts';
import { expect, test } from './support/test.ts';

const afterPayment = (before: InvoiceSummary, cents: number): InvoiceSummary => ({
  ...before,
  outstandingCents: before.outstandingCents - cents,
  paidCents: before.paidCents + cents,
});

test('paying in one window updates detail, list and totals in the other without a reload', async ({
  visit,
  protocol,
}) => {
  const owner = await visit(1);
  const { id } = await owner.createInvoice(123_45);
  const before = await owner.summary();
  const detail = await owner.openLive(`/app/invoices/${id}`);
  const list = await owner.openLive('/app/invoices');
  await expectStatus(detail, 'open');
  await expectFigures(list, before);
  await Promise.all([markDocument(detail), markDocument(list)]);
  await protocol.subscribed(`private-invoice.${id}`, 1);
  await protocol.subscribed('private-user.1.invoices', 2);

  const payPath = await detail.getByRole('link', { name: 'Open' }).getAttribute('href');
  const payer = await visit();
  const payPage = await payer.openLive(payPath ?? '');
  await payPage.getByRole('button', { name: 'Pay €123.45' }).click();
  await expectStatus(payPage, 'paid');

  await expectStatus(detail, 'paid');
  await expect(rowOf(list, id)).toContainText('Paid');
  await expectFigures(list, afterPayment(before, 123_45));
  await expectSameDocument(detail);
  await expectSameDocument(list);
});

test('an event sent by hand through the signed HTTP API updates the pages (001.9)', async ({
  visit,
  protocol,
  expectedErrors,
}) => {
  expectedErrors.push(/ERR_FAILED/);
  const owner = await visit(2);
  const { id } = await owner.createInvoice(77_00);
  const before = await owner.summary();
  const detail = await owner.openLive(`/app/invoices/${id}`);
  const list = await owner.openLive('/app/invoices');
  await protocol.subscribed(`private-invoice.${id}`, 1);
  await protocol.subscribed('private-user.2.invoices', 2);
  for (const page of [detail, list]) await expect(page.locator('[data-mode="live"]')).toBeVisible();
  // The row changes and no event tells of it: what is too large is given up, and the log does not answer.
  await owner.context.route('**/api/pusher/resume', (route) => route.abort());
  const silence = protocol.server.failApi({ status: 413 });
  await owner.pay(id);
  silence.end();
  await expectStatus(detail, 'open');

  const channels = [`private-invoice.${id}`, 'private-user.2.invoices'];
  expect(await protocol.sendByHand(channels, 'payment.received', { invoiceId: id, status: 'paid' })).toBe(
    200,
  );

  await expectStatus(detail, 'paid');
  await expect(rowOf(list, id)).toContainText('Paid');
  await expectFigures(list, afterPayment(before, 77_00));
});

test('an event between the server render and the first subscription is not lost (7)', async ({ visit }) => {
  const owner = await visit(1);
  const { id } = await owner.createInvoice(10_00);
  const before = await owner.summary();
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await owner.context.route('**/api/pusher/auth', async (route) => {
    await released;
    await route.continue();
  });
  const detail = await owner.openLive(`/app/invoices/${id}`);
  const list = await owner.openLive('/app/invoices');
  await expectStatus(detail, 'open');
  await expectFigures(list, before);

  const elsewhere = await visit(1);
  await elsewhere.pay(id);
  await expectStatus(detail, 'open');
  release();

  await expectStatus(detail, 'paid');
  await expect(rowOf(list, id)).toContainText('Paid');
  await expectFigures(list, afterPayment(before, 10_00));
});

test('a payment made while the protocol server is down appears in both windows once it is back (7, 8)', async ({
  visit,
  protocol,
  expectedErrors,
}) => {
  expectedErrors.push(/WebSocket/);
  const owner = await visit(1);
  const { id } = await owner.createInvoice(55_50);
  const before = await owner.summary();
  const detail = await owner.openLive(`/app/invoices/${id}`);
  const list = await owner.openLive('/app/invoices');
  await protocol.subscribed(`private-invoice.${id}`, 1);
  await protocol.subscribed('private-user.1.invoices', 2);

  await protocol.kill();
  await expect(detail.locator('[data-connection="reconnecting"]')).toBeVisible();
  await expect(list.locator('[data-connection="reconnecting"]')).toBeVisible();
  await (await visit(1)).pay(id);
  await expectStatus(detail, 'open');
  await protocol.comeBack();

  await expectStatus(detail, 'paid');
  await expect(rowOf(list, id)).toContainText('Paid');
  await expectFigures(list, afterPayment(before, 55_50));
});
