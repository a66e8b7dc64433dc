import { PUSHER_EVENTS } from '../features/notifications/pusherEvents.ts';
import { expect, test } from './support/test.ts';

test('a notification reaches its person and nobody else (000.2, 000.4)', async ({ visit, protocol }) => {
  const ada = await (await visit(1)).openLive('/notifications');
  const milo = await (await visit(2)).openLive('/notifications');
  await protocol.subscribed('private-supplier.notifications.1', 1);
  await protocol.subscribed('private-supplier.notifications.2', 1);
  const text = `For Milo only ${Date.now()}`;
  await ada.getByLabel('To').selectOption({ label: 'Milo Hartmann' });
  await ada.getByLabel('Text').fill(text);
  await ada.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(milo.getByRole('region', { name: 'For you' })).toContainText(text);
  await expect(milo.locator('[data-last-notification]')).toContainText(text);
  await expect(ada.getByText(text)).toHaveCount(0);
});

test('PusherExample shows its user and the latest of two events, and runs a callback for a third (000.5, 000.7)', async ({
  visit,
  protocol,
}) => {
  const ada = await (await visit(1)).openLive('/notifications');
  const milo = await (await visit(2)).openLive('/notifications');
  await protocol.subscribed('private-supplier.notifications.2', 1);
  const example = milo.getByRole('region', { name: 'PusherExample' });
  await expect(example.locator('[data-user="2"]')).toHaveText('Milo Hartmann, user 2');
  const send = async (event: string) => {
    await ada.getByLabel('To').selectOption({ label: 'Milo Hartmann' });
    await ada.getByLabel('Event').selectOption(event);
    await ada.getByRole('button', { name: 'Send', exact: true }).click();
  };
  expect(await ada.getByLabel('Event').locator('option').allInnerTexts()).toEqual(
    Object.values(PUSHER_EVENTS),
  );
  await send(PUSHER_EVENTS.NOTIFICATION);
  await expect(example.locator('[data-last-notification]')).toHaveText('Stock has arrived');
  await send(PUSHER_EVENTS.PRESCRIPTION_UPDATED);
  await expect(example.locator('[data-last-prescription]')).toHaveText(/^\d{4}, ready$/);
  await expect(example.locator('[data-last-notification]')).toHaveText('Stock has arrived');
  await send(PUSHER_EVENTS.NEW_ORDER);
  await expect(milo.getByRole('list').getByText(/^New order \d{4}$/)).toHaveCount(2);
});

test('switching the person moves the subscription (000.3)', async ({ visit, protocol, expectedErrors }) => {
  // The person who leaves loses the right to channels that are still held at that moment.
  expectedErrors.push(/403/);
  const page = await (await visit(1)).openLive('/notifications');
  await protocol.subscribed('private-supplier.notifications.1', 1);
  await page.getByRole('button', { name: /Switch person/ }).click();
  await page.getByRole('menuitemradio', { name: /Milo Hartmann/ }).click();
  await expect(page.locator('[data-user="2"]')).toBeVisible();
  await protocol.subscribed('private-supplier.notifications.2', 1);
  await expect
    .poll(
      () =>
        protocol.server.subscriptions().filter(({ channel }) => channel.endsWith('notifications.1')).length,
    )
    .toBe(0);
  expect(protocol.server.connections()).toHaveLength(1);
});
