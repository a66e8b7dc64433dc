import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

/** How often a page has asked the server to change something. */
function countChanges(page: Page): () => number {
  let count = 0;
  page.on('request', (request) => {
    if (request.method() !== 'GET' && !request.url().includes('/api/pusher/')) count++;
  });
  return () => count;
}

/** Presses a button twice, as fast as a mouse can, and waits for the answer. */
async function pressTwice(page: Page, button: Locator, path: string): Promise<void> {
  const answered = page.waitForResponse(path);
  await button.dblclick({ noWaitAfter: true });
  await answered;
}

test('a double click creates, sends and moves once', async ({ visit }) => {
  const owner = await visit(1);
  const page = await owner.openLive('/app/invoices');
  const changes = countChanges(page);
  const customer = `Twice ${Date.now()}`;
  await page.getByRole('button', { name: 'New invoice' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Customer').fill(customer);
  await form.getByLabel('Email').fill('twice@example.com');
  await form.getByLabel('Description').fill('Work');
  await form.getByLabel('Each, €').fill('10');
  await pressTwice(page, form.getByRole('button', { name: 'Create invoice' }), '**/api/invoices');
  await expect(form).toBeHidden();
  await expect(page.getByRole('table').getByText(customer)).toHaveCount(1);
  expect(changes()).toBe(1);

  await page.goto(`${owner.url}/orders`);
  await page.getByRole('button', { name: 'New order' }).click();
  await pressTwice(page, form.getByRole('button', { name: 'Send to the kitchen' }), '**/api/orders');
  await expect(form).toBeHidden();
  expect(changes()).toBe(2);

  await page.goto(`${owner.url}/chat`);
  const message = `said once ${Date.now()}`;
  await page.getByRole('textbox', { name: 'Message' }).fill(message);
  await pressTwice(page, page.getByRole('button', { name: 'Send' }), '**/api/chat');
  await expect(page.getByRole('log').getByText(message)).toHaveCount(1);
  expect(changes()).toBe(3);

  await page.goto(`${owner.url}/notifications`);
  const title = `told once ${Date.now()}`;
  await page.getByLabel('Text').fill(title);
  await pressTwice(page, page.getByRole('button', { name: 'Send', exact: true }), '**/api/notifications');
  await expect(page.getByRole('region', { name: 'For you' }).getByText(title)).toHaveCount(1);
  expect(changes()).toBe(4);

  await page.goto(`${owner.url}/classes/strength-2`);
  const step = Number(await page.locator('[data-step]').getAttribute('data-step'));
  await pressTwice(page, page.getByRole('button', { name: 'Next lesson' }), '**/api/classes/strength-2');
  await expect(page.locator('[data-step]')).toHaveAttribute('data-step', String(step + 1));
  expect(changes()).toBe(5);
});

test('two clicks that queued up while the page was busy press once', async ({ visit }) => {
  const page = await (await visit(1)).openLive('/classes/strength-2');
  const changes = countChanges(page);
  const answered = page.waitForResponse('**/api/classes/strength-2');
  // Both are handled before the page can render that the first one is on its way.
  await page
    .getByRole('button', { name: /Back|Next lesson/, disabled: false })
    .last()
    .evaluate((button: HTMLElement) => {
      button.click();
      button.click();
    });
  await answered;
  expect(changes()).toBe(1);
});
