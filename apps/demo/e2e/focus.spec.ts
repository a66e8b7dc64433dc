import { expectStatus } from './support/invoicePages.ts';
import { expect, test } from './support/test.ts';

test('a dialog focuses its first field, a refused form its first error, and Escape returns to the button', async ({
  visit,
  expectedErrors,
}) => {
  expectedErrors.push(/422|400/);
  const page = await (await visit(1)).openLive('/app/invoices');
  const opener = page.getByRole('button', { name: 'New invoice' });
  await opener.press('Enter');
  const customer = page.getByLabel('Customer');
  await expect(customer).toBeFocused();
  await customer.fill('Juniper Hall');
  await page.getByRole('button', { name: 'Create invoice' }).press('Enter');
  await expect(page.getByLabel('Email')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(opener).toBeFocused();
});

test('the page gets the focus if the button that opened a dialog is gone', async ({ visit }) => {
  const owner = await visit(1);
  const { id } = await owner.createInvoice(100);
  const page = await owner.openLive(`/app/invoices/${id}`);
  await page.getByRole('button', { name: 'Void', exact: true }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Void invoice' }).press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.locator('main')).toBeFocused();
});

test('recording a payment asks first, works once on a double click, and leaves the focus on the page', async ({
  visit,
}) => {
  const owner = await visit(1);
  const { id } = await owner.createInvoice(64_00);
  const page = await owner.openLive(`/app/invoices/${id}`);
  const opener = page.getByRole('button', { name: 'Record payment' });
  await opener.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Record €64.00 as paid?' });
  await dialog.getByRole('button', { name: 'Cancel' }).press('Enter');
  await expect(opener).toBeFocused();
  expect((await owner.invoice(id)).status).toBe('open');

  await opener.press('Enter');
  await dialog.getByRole('button', { name: 'Record payment' }).dblclick();
  await expectStatus(page, 'paid');
  await expect(dialog).toBeHidden();
  await expect(page.locator('main')).toBeFocused();
  expect((await owner.invoice(id)).activity.filter(({ kind }) => kind === 'paid')).toHaveLength(1);
});

test('an order that is moved by keyboard keeps the focus in its new column', async ({ visit, demo }) => {
  const cook = await visit(2);
  const order = { tableNumber: 14, items: [{ name: 'Lemon tart', quantity: 1 }] };
  const { id, number } = await (await cook.api.post(`${demo.url}/api/orders`, { data: order })).json();
  const page = await cook.openLive('/orders');
  const steps = [
    ['Start', 'preparing'],
    ['Ready', 'ready'],
    ['Serve', 'served'],
  ];
  for (const [step, column] of steps) {
    await page.getByRole('button', { name: `${step} order ${number}` }).press('Enter');
    await expect(page.locator(`[data-column="${column}"] [data-order="${id}"]`)).toBeFocused();
  }
});

test('one long word widens neither the chat nor an invoice on a phone', async ({ visit }) => {
  const owner = await visit(1);
  const word = 'y'.repeat(300);
  const { id } = await owner.createInvoice(100, {
    customer: word.slice(0, 80),
    note: word,
    lines: [{ description: word.slice(0, 120), quantity: 1, unitCents: 100 }],
  });
  const page = await owner.openLive('/chat');
  await page.setViewportSize({ width: 390, height: 800 });
  await page.getByLabel('Message', { exact: true }).fill(word);
  await page.getByRole('button', { name: 'Send' }).click();
  const log = page.getByRole('log');
  await expect(log).toContainText(word);
  expect(await log.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  await page.goto(`${owner.url}/app/invoices/${id}`);
  const lines = page.getByRole('region', { name: 'Invoice INV' });
  await expect(lines).toContainText(word);
  expect(await lines.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
});

test('a link that covers its row or card shows the focus around it', async ({ visit }) => {
  const owner = await visit(1);
  const { id } = await owner.createInvoice(100);
  for (const [path, area] of [
    ['/app/invoices', `[data-invoice="${id}"]`],
    ['/', 'main li:has(a)'],
  ] as const) {
    const page = await owner.openLive(path);
    // The focus is shown where a key led to it.
    await page.keyboard.press('Tab');
    const link = page.locator(area).getByRole('link').first();
    await link.focus();
    const ring = await link.evaluate((element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element, '::after');
      return `${outlineStyle} ${outlineWidth}`;
    });
    expect(ring, path).toBe('solid 2px');
  }
});
