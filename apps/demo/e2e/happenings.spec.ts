import { expect, test } from './support/test.ts';

test('the drawer shows which event led to which fetch', async ({ visit, protocol }) => {
  const owner = await visit(1);
  const { id } = await owner.createInvoice(8_00);
  const detail = await owner.openLive(`/app/invoices/${id}`);
  await protocol.subscribed(`private-invoice.${id}`, 1);
  await (await visit(1)).pay(id);
  await detail.getByRole('button', { name: 'What just happened' }).click();
  const drawer = detail.getByRole('dialog');
  await expect(drawer.getByText(`payment.received on private-invoice.${id}`, { exact: true })).toBeVisible();
  await expect(drawer.getByText('private-invoice.{invoiceId}, any event').first()).toBeVisible();
  const fetched = drawer.getByText(`["invoices","detail","${id}"] for`).first();
  await expect(fetched).toContainText(`on private-invoice.${id}`);
});
