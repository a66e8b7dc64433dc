import { expect, test } from './support/test.ts';

test('signing in leads to the requested page', async ({ visit, demo }) => {
  const page = await (await visit()).open(`/sign-in?next=${encodeURIComponent('/orders?late=1#top')}`);
  await page
    .getByRole('button', { name: /Ada Okafor/ })
    .last()
    .click();
  await expect(page).toHaveURL(`${demo.url}/orders?late=1#top`);
});

const elsewhere = [
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/.//evil.example',
  'https://evil.example',
];

for (const next of elsewhere)
  test(`signing in never leads to another site, as ${JSON.stringify(next)} would (14)`, async ({
    visit,
    demo,
  }) => {
    const page = await (await visit()).open(`/sign-in?next=${encodeURIComponent(next)}`);
    await page
      .getByRole('button', { name: /Ada Okafor/ })
      .last()
      .click();
    await expect(page).toHaveURL(`${demo.url}/app/invoices`);
  });
