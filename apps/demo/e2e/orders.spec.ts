import { expect, test } from './support/test.ts';

test('a new order and each of its steps appear in the other kitchen window (003.1, 003.3)', async ({
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

test('an invalid order is refused at its field', async ({ visit, expectedErrors }) => {
  expectedErrors.push(/422/);
  const waiter = await visit(1);
  const page = await waiter.openLive('/orders');
  await page.getByRole('button', { name: 'New order' }).click();
  await page.getByLabel('Table').fill('99');
  await page.getByRole('button', { name: 'Send to the kitchen' }).click();
  await expect(page.getByText('Enter a table from 1 to 40.')).toBeVisible();
});

test('a phone shows one column and the count of each; moving an order by keyboard moves the focus with it', async ({
  visit,
  demo,
}) => {
  const cook = await visit(2);
  const page = await cook.openLive('/orders');
  await page.setViewportSize({ width: 390, height: 700 });
  const button = (name: string) => page.getByRole('button', { name: new RegExp(`^\\d+ ${name}$`) });
  const waiting = Number.parseInt(await button('New').innerText(), 10);
  const data = { tableNumber: 27, items: [{ name: 'Lemon tart', quantity: 1 }] };
  const send = async () => (await cook.api.post(`${demo.url}/api/orders`, { data })).json();
  const [{ id, number }] = await Promise.all([send(), send(), send(), send(), send(), send()]);
  await expect(button('New')).toHaveText(new RegExp(`^${waiting + 6} `));
  await expect(button('New')).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('[data-column]').filter({ visible: true })).toHaveCount(1);

  await page.getByRole('button', { name: `Start order ${number}` }).press('Enter');
  await expect(button('New')).toHaveText(new RegExp(`^${waiting + 5} `));
  await expect(button('Preparing')).toBeFocused();
  // The choice stays in sight of whoever has scrolled down.
  await expect(button('Preparing')).toBeInViewport();
  await button('Preparing').press('Enter');
  await expect(page.locator(`[data-column="preparing"] [data-order="${id}"]`)).toBeVisible();
  await expect(page.locator('[data-column="new"]')).toBeHidden();

  // With room for all of them there is nothing to choose.
  await page.setViewportSize({ width: 800, height: 700 });
  await expect(button('Preparing')).toBeHidden();
  await expect(page.locator('[data-column]').filter({ visible: true })).toHaveCount(4);
});
