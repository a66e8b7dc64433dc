import { expect, test } from './support/test.ts';

test('creating, updating, voiding and paying send exactly the events of the contract (001.1, 001.2, 001.3, 001.8)', async ({
  visit,
  protocol,
  demo,
}) => {
  const owner = await visit(2);
  const told: string[] = [];
  const payloads: Record<string, unknown>[] = [];
  const stop = protocol.server.observe((event) => {
    if (event.type !== 'published') return;
    told.push(`${event.channel} ${event.event}`);
    payloads.push(JSON.parse(event.data));
  });
  const taken = () => told.splice(0).sort();
  const user = 'private-user.2.invoices';

  const { id } = await owner.createInvoice(12_00);
  const invoice = `private-invoice.${id}`;
  expect(taken()).toEqual([`${user} invoice.created`]);
  await owner.api.patch(`${demo.url}/api/invoices/${id}`, { data: { note: 'By the back door.' } });
  expect(taken()).toEqual([`${invoice} invoice.updated`, `${user} invoice.updated`]);
  await owner.api.patch(`${demo.url}/api/invoices/${id}`, { data: { status: 'void' } });
  expect(taken()).toEqual([`${invoice} invoice.status.changed`, `${user} invoice.updated`]);
  const { id: paidId } = await owner.createInvoice(13_00);
  taken();
  await owner.pay(paidId);
  expect(taken()).toEqual([
    `private-invoice.${paidId} invoice.status.changed`,
    `private-invoice.${paidId} payment.received`,
    `${user} payment.received`,
  ]);
  stop();
  for (const payload of payloads)
    expect(Object.keys(payload)).toEqual(
      expect.arrayContaining(['title', 'body', 'type', 'invoiceId', 'sentAt', 'status']),
    );
});

test('an event sent by hand with only a numeric id refreshes the page (001.3)', async ({
  visit,
  protocol,
}) => {
  const owner = await visit(2);
  const { id } = await owner.createInvoice(14_00);
  const detail = await owner.openLive(`/app/invoices/${id}`);
  await protocol.subscribed(`private-invoice.${id}`, 1);
  const fetched = detail.waitForResponse((response) => response.url().endsWith(`/api/invoices/${id}`));
  expect(await protocol.sendByHand([`private-invoice.${id}`], 'invoice.updated', { invoiceId: id })).toBe(
    200,
  );
  expect((await fetched).status()).toBe(200);
});

test('a payment event that is delivered twice is announced once (17)', async ({ visit, protocol }) => {
  const owner = await visit(2);
  const { id, number } = await owner.createInvoice(15_00);
  const page = await owner.openLive('/leaderboard');
  const channel = 'private-user.2.invoices';
  await protocol.subscribed(channel, 1);
  protocol.server.duplicate({ channel, event: '*', times: 1 });
  await owner.pay(id);
  await expect(page.getByText('1 event delivered twice')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: `paid ${number}` })).toHaveCount(1);
});

test('the browser console shows connection, events and fallback (003.7)', async ({
  visit,
  protocol,
  demo,
  expectedErrors,
}) => {
  expectedErrors.push(/WebSocket/);
  const cook = await visit(1);
  const lines: string[] = [];
  cook.context.on('console', (message) => lines.push(message.text()));
  await cook.openLive('/orders');
  await protocol.subscribed('private-orders', 1);
  const order = { tableNumber: 4, items: [{ name: 'Lemon tart', quantity: 1 }] };
  await cook.api.post(`${demo.url}/api/orders`, { data: order });
  await expect
    .poll(() => lines.join('\n'))
    .toMatch(/\[orders\] connection connected[\s\S]*\[orders\] event order\.created/);
  await protocol.kill();
  await expect
    .poll(() => lines.join('\n'), { timeout: 20_000 })
    .toContain('[orders] falling back to polling');
  await protocol.comeBack();
});
