import { expect, test } from './support/test.ts';

test('an event sent in one tab is logged in both (004.9, 002.7)', async ({ visit, protocol }) => {
  const person = await visit(1);
  const first = await person.openLive('/pusher-test');
  const second = await person.openLive('/pusher-test');
  await protocol.subscribed('test-channel', 2);
  await first.getByLabel('Data').fill('{"message":"<b>hello</b>"}');
  await first.getByRole('button', { name: 'Send', exact: true }).click();
  for (const page of [first, second])
    await expect(page.getByRole('log')).toContainText('{"message":"<b>hello</b>"}');
});

test('an unauthorized channel shows the reason and the remedy (8, 14)', async ({ visit, expectedErrors }) => {
  expectedErrors.push(/403/);
  const page = await (await visit(1)).openLive('/pusher-test');
  await page.getByLabel('Subscribe to').fill('private-user.2.invoices');
  await page.getByRole('button', { name: 'Add' }).click();
  const channel = page.locator('[data-channel="private-user.2.invoices"]');
  await expect(channel).toHaveAttribute('data-status', 'failed');
  await page.getByLabel('Subscribe to').fill('private-user.1.invoices');
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(page.locator('[data-channel="private-user.1.invoices"]')).toHaveAttribute(
    'data-status',
    'subscribed',
  );
});

test("events of the demo's own channels cannot be sent from the playground", async ({ visit, demo }) => {
  const data = { channel: 'notification-channel', event: 'settings.changed', data: {} };
  const answer = await (await visit(2)).api.post(`${demo.url}/api/pusher`, { data });
  expect(answer.status()).toBe(422);
});

test('bad names and bad JSON are refused at their field', async ({ visit, expectedErrors }) => {
  expectedErrors.push(/422/);
  const page = await (await visit(1)).openLive('/pusher-test');
  await page.getByLabel('Data').fill('{oops');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByText('This is not JSON.')).toBeVisible();
  await page.getByLabel('Data').fill('{}');
  await page.getByLabel('Channel', { exact: true }).fill('private-orders');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByText('Enter a channel that starts with "test-".')).toBeVisible();
  await page.getByLabel('Subscribe to').fill('no spaces please');
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByText(/CK101/)).toBeVisible();
});
