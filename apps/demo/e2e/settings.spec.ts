import { expect, test } from './support/test.ts';

test('switching real time off and on takes effect on open pages (003.4)', async ({ visit, protocol }) => {
  const cook = await (await visit(1)).openLive('/orders');
  await expect(cook.locator('[data-mode="live"]')).toBeVisible();
  await protocol.subscribed('notification-channel', 1);
  const admin = await (await visit(4)).openLive('/settings/push-notifications');
  const toggle = admin.getByRole('switch', { name: /Enable live page update/ });
  await toggle.click();
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(cook.locator('[data-mode="polling"]')).toHaveText('Polling');
  await expect(cook.locator('[data-connection="disabled"]')).toBeVisible();
  await expect(admin.getByText('BROADCAST_DRIVER: it is "null"')).toBeVisible();

  await toggle.click();
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(cook.locator('[data-mode="live"]')).toHaveText('Real-time');
  await admin.getByRole('button', { name: 'Test connection' }).click();
  await expect(admin.getByText('The service answers.')).toBeVisible();
});

test('an open settings page follows another administrator, and keeps unsaved edits (003.4, 8)', async ({
  visit,
  protocol,
}) => {
  const [first, second] = [await visit(4), await visit(4)];
  const mine = await first.openLive('/settings/push-notifications');
  const theirs = await second.openLive('/settings/push-notifications');
  await protocol.subscribed('notification-channel', 2);
  const cluster = (page: typeof mine) => page.getByLabel('Pusher Cluster');
  const save = async (page: typeof mine, value: string) => {
    await cluster(page).fill(value);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('listitem').filter({ hasText: 'Settings saved' })).toHaveCount(1);
  };
  const meanwhile = mine.getByText('Another administrator has saved new settings.');
  await save(theirs, 'eu');
  await expect(cluster(mine)).toHaveValue('eu');
  await expect(meanwhile).toBeHidden();

  await cluster(mine).fill('ap1');
  await save(theirs, 'us2');
  await expect(meanwhile).toBeVisible();
  await expect(cluster(mine)).toHaveValue('ap1');
  await mine.getByRole('button', { name: 'Show new settings' }).click();
  await expect(cluster(mine)).toHaveValue('us2');
  await expect(meanwhile).toBeHidden();

  await save(mine, '');
  await expect(cluster(theirs)).toHaveValue('');
  await expect(meanwhile).toBeHidden();
});

test('only an administrator can see or change the settings (14)', async ({ visit, demo }) => {
  const owner = await visit(1);
  expect((await owner.api.get(`${demo.url}/api/settings/push`)).status()).toBe(403);
  const settings = { enabled: false, appId: '', key: '', cluster: '' };
  expect((await owner.api.put(`${demo.url}/api/settings/push`, { data: settings })).status()).toBe(403);
  await expect(
    (await owner.open('/settings/push-notifications')).getByText('For administrators'),
  ).toBeVisible();
});

test("the connection test uses the form's values and stores nothing", async ({
  visit,
  demo,
  expectedErrors,
}) => {
  expectedErrors.push(/422/);
  const admin = await visit(4);
  const page = await admin.openLive('/settings/push-notifications');
  const before = await (await admin.api.get(`${demo.url}/api/settings/push`)).json();
  await page.getByLabel('Pusher App ID').fill('1234');
  await page.getByLabel('Pusher Key').fill('a-key');
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByText('The secret of this app is missing.')).toBeVisible();
  await expect(page.getByLabel('Pusher Secret')).toHaveAttribute('aria-invalid', 'true');

  await page.getByLabel('Pusher App ID').fill('');
  await page.getByLabel('Pusher Key').fill('');
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByText('The service answers.')).toBeVisible();
  await expect(page.getByText('The secret of this app is missing.')).toBeHidden();
  expect(await (await admin.api.get(`${demo.url}/api/settings/push`)).json()).toEqual(before);
});

test('credentials without a secret are refused at the field, and a secret is never returned (13)', async ({
  visit,
  demo,
  expectedErrors,
}) => {
  expectedErrors.push(/422/);
  const admin = await visit(4);
  const page = await admin.openLive('/settings/push-notifications');
  await page.getByLabel('Pusher App ID').fill('1234');
  await page.getByLabel('Pusher Key').fill('a-key');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The secret of this app is missing.')).toBeVisible();
  const answer = await admin.api.get(`${demo.url}/api/settings/push`);
  expect(Object.keys(await answer.json())).not.toContain('secret');
});
