import { expect, test } from './support/test.ts';

test('a new order and every step appear in the other kitchen window (003.1, 003.3)', async ({
  visit,
  protocol,
}) => {
  const cook = await visit(2);
  const board = await cook.openLive('/orders');
  await expect(board.locator('[data-mode="live"]')).toHaveText('Real-time');
  const waiter = await visit(1);
  const other = await waiter.openLive('/orders');
  await protocol.subscribed('private-orders', 2);

  await other.getByRole('button', { name: 'New order' }).click();
  await other.getByLabel('Table').fill('31');
  await other.getByRole('button', { name: 'Send to the kitchen' }).click();
  const card = board.locator('[data-column="new"]').getByRole('listitem').filter({ hasText: 'Table 31' });
  await expect(card).toBeVisible();
  await card.getByRole('button', { name: /^Start/ }).click();
  await expect(other.locator('[data-column="preparing"]').getByText('Table 31')).toBeVisible();
});

test('the board polls while the protocol server is down and goes back to real time (003.2, 10)', async ({
  visit,
  protocol,
  expectedErrors,
  demo,
}) => {
  expectedErrors.push(/WebSocket/);
  const cook = await visit(2);
  const board = await cook.openLive('/orders');
  await expect(board.locator('[data-mode="live"]')).toBeVisible();
  await protocol.kill();
  await expect(board.locator('[data-mode="polling"]')).toHaveText('Polling');

  const order = { tableNumber: 38, items: [{ name: 'Lemon tart', quantity: 2 }] };
  expect((await cook.api.post(`${demo.url}/api/orders`, { data: order })).status()).toBe(201);
  await expect(board.locator('[data-column="new"]').getByText('Table 38')).toBeVisible();

  await protocol.comeBack();
  await expect(board.locator('[data-mode="live"]')).toBeVisible({ timeout: 30_000 });
});

test('an order that makes no sense is refused at its field', async ({ visit, expectedErrors }) => {
  expectedErrors.push(/422/);
  const waiter = await visit(1);
  const page = await waiter.openLive('/orders');
  await page.getByRole('button', { name: 'New order' }).click();
  await page.getByLabel('Table').fill('99');
  await page.getByRole('button', { name: 'Send to the kitchen' }).click();
  await expect(page.getByText('A table from 1 to 40.')).toBeVisible();
});
