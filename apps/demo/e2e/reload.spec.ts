import type { Page } from '@playwright/test';
import { expectStatus } from './support/invoicePages.ts';
import { expect, test } from './support/test.ts';

/** Lets a request of the page reach the server, or not, and reloads the page before there is an answer. */
async function reloadAmid(
  page: Page,
  request: { path: string; arrives: boolean },
  start: () => Promise<void>,
) {
  let tell = () => {};
  const underWay = new Promise<void>((resolve) => {
    tell = resolve;
  });
  await page.route(request.path, async (route) => {
    if (route.request().method() === 'GET') return route.continue();
    if (request.arrives) await route.fetch();
    tell();
  });
  await start();
  await underWay;
  await page.reload();
  await page.unroute(request.path);
}

for (const arrives of [true, false]) {
  const what = arrives ? 'that had arrived is there' : 'that had not arrived can be done again';

  test(`a reload in the middle of a payment: one ${what}, once`, async ({ visit }) => {
    const owner = await visit(1);
    const { id } = await owner.createInvoice(18_00);
    const page = await owner.openLive(`/pay/${id}`);
    const pay = page.getByRole('button', { name: 'Pay €18.00' });
    await reloadAmid(page, { path: `**/api/invoices/${id}/pay`, arrives }, () => pay.click());
    if (!arrives) await pay.click();
    await expectStatus(page, 'paid');
    expect((await owner.invoice(id)).activity.filter(({ kind }) => kind === 'paid')).toHaveLength(1);
  });

  test(`a reload while a chat message is sent: one ${what}, once`, async ({ visit }) => {
    const page = await (await visit(2)).openLive('/chat');
    const text = `half a sentence ${Date.now()}`;
    const send = async () => {
      await page.getByRole('textbox', { name: 'Message' }).fill(text);
      await page.getByRole('button', { name: 'Send' }).click();
    };
    await reloadAmid(page, { path: '**/api/chat', arrives }, send);
    const line = page.getByRole('log').getByText(text);
    if (!arrives) {
      await expect(line).toHaveCount(0);
      await send();
    }
    await expect(line).toHaveCount(1);
  });

  test(`a reload while an order is moved: a step ${what}, once`, async ({ visit, demo }) => {
    const cook = await visit(2);
    const order = { tableNumber: 12, items: [{ name: 'Lemon tart', quantity: 1 }] };
    const { id, number } = await (await cook.api.post(`${demo.url}/api/orders`, { data: order })).json();
    const page = await cook.openLive('/orders');
    const start = page.getByRole('button', { name: `Start order ${number}` });
    await reloadAmid(page, { path: `**/api/orders/${id}`, arrives }, () => start.click());
    if (!arrives) await start.click();
    await expect(page.locator('[data-column="preparing"]').locator(`[data-order="${id}"]`)).toBeVisible();
  });
}
