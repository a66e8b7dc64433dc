import type { Page } from '@playwright/test';
import {
  heardTones,
  outputState,
  shownNotifications,
  watchNotifications,
  watchSounds,
} from './support/announcements.ts';
import { expectStatus } from './support/invoicePages.ts';
import { expect, test } from './support/test.ts';

const openSettings = (page: Page) => page.getByRole('button', { name: 'Sounds and notifications' }).click();
/** The first gesture; what plays sounds is open after it. */
async function unlock(page: Page): Promise<void> {
  await page.locator('main').click({ position: { x: 2, y: 2 } });
  await expect.poll(() => outputState(page)).toBe('running');
}
const isAscending = (tones: readonly number[]): boolean =>
  tones.every((tone, index) => index === 0 || tone > (tones[index - 1] ?? 0));

test('a payment plays a sound in one window and shows a browser notification, if both are allowed (001.4, 001.5, 001.6, 23)', async ({
  visit,
  protocol,
}) => {
  const owner = await visit(1);
  await Promise.all([watchNotifications(owner.context, 'granted'), watchSounds(owner.context)]);
  const { id, number } = await owner.createInvoice(31_00);
  const pages = [await owner.openLive('/app/invoices'), await owner.openLive(`/app/invoices/${id}`)];
  await protocol.subscribed('private-user.1.invoices', 2);
  for (const page of pages) {
    await page.bringToFront();
    await openSettings(page);
    await expect(page.getByRole('switch', { name: 'Sounds' })).toBeChecked();
    await expect(page.getByRole('switch', { name: 'Browser notifications' })).toBeChecked();
    await page.keyboard.press('Escape');
    await unlock(page);
  }
  await (await visit(1)).pay(id);
  for (const page of pages) {
    const toast = page.getByRole('listitem').filter({ hasText: `Juniper Hall paid ${number}, €31.00.` });
    await expect(toast).toBeVisible();
    // It leads to the invoice, unless that is open.
    await expect(toast.getByRole('link', { name: 'Open' })).toHaveCount(page === pages[0] ? 1 : 0);
    await expect
      .poll(() => shownNotifications(page))
      .toEqual([`Payment received: Juniper Hall paid ${number}, €31.00.`]);
  }
  // One of the windows rings.
  const heard = () => Promise.all(pages.map(heardTones));
  await expect
    .poll(async () => (await heard()).map(({ length }) => length).sort((a, b) => a - b))
    .toEqual([0, 3]);
  expect((await heard()).every(isAscending)).toBe(true);
});

test('the payer hears a sound when the payment arrives, unless sounds are off (001.4, 001.5)', async ({
  visit,
  protocol,
}) => {
  const owner = await visit(1);
  await watchSounds(owner.context);
  const pay = async (cents: number, amount: string) => {
    const { id } = await owner.createInvoice(cents);
    const page = await owner.openLive(`/pay/${id}`);
    await protocol.subscribed(`private-invoice.${id}`, 1);
    return { page, button: page.getByRole('button', { name: `Pay ${amount}` }) };
  };
  const loud = await pay(32_00, '€32.00');
  await unlock(loud.page);
  await loud.button.click();
  await expect.poll(async () => (await heardTones(loud.page)).length).toBe(3);
  expect(isAscending(await heardTones(loud.page))).toBe(true);

  const silent = await pay(33_00, '€33.00');
  await openSettings(silent.page);
  await silent.page.getByRole('switch', { name: 'Sounds' }).click();
  await silent.page.keyboard.press('Escape');
  await silent.button.click();
  await expectStatus(silent.page, 'paid');
  expect(await heardTones(silent.page)).toEqual([]);
});

test('a person who denies browser notifications sees that, and payments are still announced on the page (001.6)', async ({
  visit,
}) => {
  const owner = await visit(1);
  await watchNotifications(owner.context, 'default', 'denied');
  const { id, number } = await owner.createInvoice(34_00);
  const page = await owner.openLive('/app/invoices');
  await openSettings(page);
  const toggle = page.getByRole('switch', { name: 'Browser notifications' });
  await expect(page.getByText('Your browser will ask for permission.')).toBeVisible();
  await expect(toggle).not.toBeChecked();
  await toggle.click();
  await expect(page.getByText('Your browser blocks them for this site.')).toBeVisible();
  await expect(toggle).toBeDisabled();
  await expect(toggle).not.toBeChecked();
  await page.keyboard.press('Escape');
  await (await visit(1)).pay(id);
  await expect(page.getByText(`Juniper Hall paid ${number}, €34.00.`).first()).toBeVisible();
  expect(await shownNotifications(page)).toEqual([]);
});
