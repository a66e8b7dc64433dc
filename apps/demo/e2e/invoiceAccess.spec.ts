import { livePages } from './support/everyPage.ts';
import { expectStatus } from './support/invoicePages.ts';
import { expect, test } from './support/test.ts';

test("another person's invoice is not found, at any address (14)", async ({
  visit,
  demo,
  expectedErrors,
}) => {
  expectedErrors.push(/404/);
  const { id } = await (await visit(1)).createInvoice(5_00);
  const other = await visit(2);
  const page = await other.context.newPage();
  const answers = [];
  for (const address of [id, 999_999_999, 'x']) {
    answers.push((await page.goto(`${demo.url}/app/invoices/${address}`))?.status());
    await expect(page.getByRole('heading', { name: 'No such invoice' })).toBeVisible();
    await expect(page).toHaveTitle(/^No such invoice/);
  }
  expect(answers).toEqual([404, 404, 404]);
  expect((await other.api.get(`${demo.url}/api/invoices/${id}`)).status()).toBe(404);
  expect(
    (await other.api.post(`${demo.url}/api/invoices/${id}/pay`, { data: { method: 'card' } })).status(),
  ).toBe(404);
  const auth = { form: { socket_id: '1.2', channel_name: `private-invoice.${id}` } };
  expect((await other.api.post(`${demo.url}/api/pusher/auth`, auth)).status()).toBe(403);
  const own = 'private-user.2.invoices';
  const resume = { socket_id: '1.2', channels: { [`private-invoice.${id}`]: null, [own]: null } };
  const resumed = await other.api.post(`${demo.url}/api/pusher/resume`, { data: resume });
  expect((await resumed.json()).channels).toMatchObject({
    [`private-invoice.${id}`]: { status: 403 },
    [own]: { status: 200, events: [] },
  });
});

test('private channels cannot be subscribed without a session (14)', async ({ visit, demo }) => {
  const stranger = await visit();
  const personal = [
    'private-user.1.invoices',
    'private-chat-channel',
    'private-class-focus-lab-channel',
    'private-progress-channel',
  ];
  for (const channel of personal) {
    const auth = { form: { socket_id: '1.2', channel_name: channel } };
    expect((await stranger.api.post(`${demo.url}/api/pusher/auth`, auth)).status(), channel).toBe(401);
    const data = { socket_id: '1.2', channels: { [channel]: null } };
    const resumed = await stranger.api.post(`${demo.url}/api/pusher/resume`, { data });
    expect((await resumed.json()).channels, channel).toEqual({ [channel]: { status: 401 } });
  }
});

test('a forged session cookie counts as signed out, on every page (14)', async ({ visit, demo }) => {
  const forger = await visit();
  const unsigned = `${btoa('{"alg":"none"}')}.${btoa('{"sub":"1","aud":"session"}')}.`.replaceAll('=', '');
  await forger.context.addCookies([
    { name: 'session', value: unsigned, url: demo.url },
    { name: 'user_id', value: '1', url: demo.url },
  ]);
  expect((await forger.api.get(`${demo.url}/api/invoices`)).status()).toBe(401);
  for (const { path, isPublic } of livePages) {
    const address = path(4);
    const answer = await forger.api.get(`${demo.url}${address}`, { maxRedirects: 0 });
    // What has begun to be sent cannot be redirected by a header any more; the document itself then says where to go.
    const text = `${answer.headers().location} ${await answer.text()}`;
    expect(text.includes('Switch person'), address).toBe(false);
    if (address.startsWith('/pay/')) expect(text).toContain('This link does not open an invoice');
    else if (!isPublic)
      expect(text.includes(`/sign-in?next=${encodeURIComponent(address)}`), address).toBe(true);
  }
  const page = await forger.open('/app/invoices');
  await expect(page.getByRole('heading', { name: 'Who are you today?' })).toBeVisible();
});

test('a pay link opens its one invoice and no other', async ({ visit, demo, expectedErrors }) => {
  expectedErrors.push(/404/);
  const owner = await visit(1);
  const { id } = await owner.createInvoice(20_00);
  const { id: otherId } = await owner.createInvoice(30_00);
  const detail = await owner.open(`/app/invoices/${id}`);
  const payPath = (await detail.getByRole('link', { name: 'Open' }).getAttribute('href')) ?? '';

  const payer = await visit();
  await expectStatus(await payer.openLive(payPath), 'open');
  expect((await payer.api.get(`${demo.url}/api/pay/${otherId}`)).status()).toBe(404);
  expect((await payer.api.get(`${demo.url}/api/invoices/${id}`)).status()).toBe(401);
  const refused = await payer.context.newPage();
  const answer = await refused.goto(`${demo.url}${payPath.replace(`/pay/${id}`, `/pay/${otherId}`)}`);
  expect(answer?.status()).toBe(404);
  await expect(refused.getByRole('heading', { name: 'This link does not open an invoice' })).toBeVisible();
});

test('a double click on pay pays once', async ({ visit, protocol }) => {
  const owner = await visit(1);
  const { id } = await owner.createInvoice(42_00);
  const detail = await owner.open(`/app/invoices/${id}`);
  const payer = await visit();
  const payPage = await payer.openLive(
    (await detail.getByRole('link', { name: 'Open' }).getAttribute('href')) ?? '',
  );
  const told: string[] = [];
  const stop = protocol.server.observe((event) => {
    if (event.type === 'published' && event.channel === `private-invoice.${id}`) told.push(event.event);
  });
  await payPage.getByRole('button', { name: 'Pay €42.00' }).dblclick();
  await expectStatus(payPage, 'paid');
  await owner.pay(id);
  expect((await owner.invoice(id)).activity.filter(({ kind }) => kind === 'paid')).toHaveLength(1);
  // An answer waits at most a second for its events: on a busy machine they may come after it.
  await expect.poll(() => told.toSorted()).toEqual(['invoice.status.changed', 'payment.received']);
  stop();
});

test('bad input is refused with a reason at the field', async ({ visit, demo, expectedErrors }) => {
  expectedErrors.push(/422/);
  const owner = await visit(1);
  const page = await owner.openLive('/app/invoices');
  await page.getByRole('button', { name: 'New invoice' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Customer').fill('<img src=x onerror=alert(1)>');
  await form.getByLabel('Email').fill('nobody');
  await form.getByLabel('Description').fill('Work');
  await form.getByLabel('Each, €').fill('1.005');
  await form.getByRole('button', { name: 'Create invoice' }).click();
  await expect(form.getByText('Enter an email address, like name@example.com.')).toBeVisible();
  await expect(form.getByText('Enter an amount with at most two decimals.')).toBeVisible();
  const notJson = await owner.api.post(`${demo.url}/api/invoices`, { form: { customer: 'x' } });
  expect(notJson.status()).toBe(415);
  expect(notJson.headers()['content-type']).toContain('application/problem+json');
});

test('a total that is too large and a due date in the past are refused at their field', async ({
  visit,
  demo,
}) => {
  const owner = await visit(1);
  const draft = { customer: 'Juniper Hall', customerEmail: 'office@juniper.example', dueOn: '2030-01-31' };
  const line = { description: 'Work', quantity: 9999, unitCents: 99_999_00 };
  const create = (data: object) => owner.api.post(`${demo.url}/api/invoices`, { data });
  const tooMuch = await create({ ...draft, lines: [line] });
  expect(tooMuch.status()).toBe(422);
  expect((await tooMuch.json()).fields).toEqual({ 'lines.0.unitCents': 'At most 10,000,000 in total.' });
  const tooLate = await create({ ...draft, dueOn: '2020-01-31', lines: [{ ...line, quantity: 1 }] });
  expect(tooLate.status()).toBe(422);
  expect((await tooLate.json()).fields).toEqual({ dueOn: 'Today or later.' });
});

for (const origin of ['https://elsewhere.example', 'null'])
  test(`a change from another site is refused, with the origin ${origin}`, async ({ visit, demo }) => {
    const owner = await visit(1);
    const { id } = await owner.createInvoice(9_00);
    const answer = await owner.api.post(`${demo.url}/api/invoices/${id}/pay`, {
      data: { method: 'card' },
      headers: { Origin: origin },
    });
    expect(answer.status()).toBe(403);
  });
