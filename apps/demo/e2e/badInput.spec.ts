import { expect, test } from './support/test.ts';

test('text and ids that the database cannot store are refused with a reason (12)', async ({
  visit,
  demo,
}) => {
  const ada = await visit(1);
  const post = async (path: string, data: object) => {
    const answer = await ada.api.post(`${demo.url}/api/${path}`, { data });
    return { status: answer.status(), fields: (await answer.json()).fields };
  };
  const text = 'It contains a character that cannot be stored.';
  const notification = { event: 'notification', userId: 1, title: 'x\0' };
  const id = 'No id is that large.';
  expect(await post('chat', { message: 'x\0' })).toEqual({ status: 422, fields: { message: text } });
  expect(await post('notifications', notification)).toEqual({ status: 422, fields: { title: text } });
  expect(await post('session', { personId: 2 ** 31 })).toEqual({ status: 422, fields: { personId: id } });
  expect((await ada.api.get(`${demo.url}/api/classes/%00`)).status()).toBe(404);
});

test('payments have a rate limit, and the refusal says when to retry', async ({ visit, demo }) => {
  const ada = await visit(1);
  const { id } = await ada.createInvoice(1_00);
  const pay = () => ada.api.post(`${demo.url}/api/invoices/${id}/pay`, { data: { method: 'card' } });
  for (let attempt = 0; attempt < 20; attempt++) expect((await pay()).status()).toBe(200);
  const refused = await pay();
  expect(refused.status()).toBe(429);
  expect(Number(refused.headers()['retry-after'])).toBeGreaterThan(0);
});
