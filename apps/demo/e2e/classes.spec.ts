import { expect, test } from './support/test.ts';

test('the next lesson appears in every window of the class and in the progress list (002.4)', async ({
  visit,
  protocol,
}) => {
  const coach = await (await visit(3)).openLive('/classes/focus-lab');
  const pupil = await (await visit(1)).openLive('/classes/focus-lab');
  const elsewhere = await (await visit(2)).openLive('/classes/breath-101');
  await protocol.subscribed('private-class-focus-lab-channel', 2);
  await protocol.subscribed('private-progress-channel', 3);
  const before = Number(await pupil.locator('[data-step]').getAttribute('data-step'));
  await coach.getByRole('button', { name: 'Next lesson' }).click();
  await expect(pupil.locator('[data-step]')).toHaveAttribute('data-step', String(before + 1));
  await expect(elsewhere.locator('[data-class="focus-lab"]')).toContainText(`${(before + 1) * 20} %`);
});

test("an administrator's broadcast reaches every page, as plain text (002.4)", async ({
  visit,
  protocol,
  demo,
}) => {
  const owner = await visit(1);
  const list = await owner.openLive('/app/invoices');
  const admin = await (await visit(4)).openLive('/classes/focus-lab');
  await protocol.subscribed('private-admin-channel', 2);
  await admin.getByLabel('Message').fill('<i>Closing</i> at nine');
  await admin.getByRole('button', { name: 'Broadcast' }).click();
  await expect(list.getByText('<i>Closing</i> at nine').first()).toBeVisible();
  expect((await owner.api.post(`${demo.url}/api/broadcasts`, { data: { message: 'x' } })).status()).toBe(403);
});
