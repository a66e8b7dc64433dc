import { expect, test } from './support/test.ts';

test('two people see each other, who is typing, and every message (002.2, 002.5)', async ({ visit }) => {
  const ada = await (await visit(1)).openLive('/chat');
  const nora = await (await visit(3)).openLive('/chat');
  await expect(ada.locator('[data-online]')).toHaveAttribute('data-online', '2');
  await expect(ada.locator('[data-member="3"]')).toContainText('Support');

  await nora.getByRole('textbox', { name: 'Message' }).pressSequentially('Good');
  await expect(ada.getByText('Nora Lindqvist is typing…')).toBeVisible();
  await nora.getByRole('textbox', { name: 'Message' }).fill('Good evening <b>all</b>');
  await nora.getByRole('button', { name: 'Send' }).click();
  await expect(ada.getByRole('log')).toContainText('Good evening <b>all</b>');
  await expect(nora.getByRole('textbox', { name: 'Message' })).toHaveValue('');
  await expect(ada.getByText('Nora Lindqvist is typing…')).toBeHidden();

  await nora.close();
  await expect(ada.locator('[data-online]')).toHaveAttribute('data-online', '1');
});

test('a window that was disconnected shows the messages it missed (8)', async ({
  visit,
  protocol,
  demo,
  expectedErrors,
}) => {
  // A window may try to come back while nobody is let in.
  expectedErrors.push(/WebSocket/);
  const ada = await (await visit(1)).openLive('/chat');
  const milo = await visit(2);
  await protocol.subscribed('private-chat-channel', 1);
  const hold = protocol.server.refuse();
  protocol.server.destroy();
  const text = `while you were away ${Date.now()}`;
  expect((await milo.api.post(`${demo.url}/api/chat`, { data: { message: text } })).status()).toBe(201);
  hold.end();
  await expect(ada.getByRole('log')).toContainText(text);
});

test('a support agent on another page is notified of every message, including missed ones (002.2)', async ({
  visit,
  protocol,
  demo,
  expectedErrors,
}) => {
  // A window may try to come back while nobody is let in.
  expectedErrors.push(/WebSocket/);
  const nora = await visit(3);
  const page = await nora.openLive('/leaderboard');
  await protocol.subscribed('private-chat-channel', 1);
  const milo = await visit(2);
  const write = async (message: string) => {
    const answer = await milo.api.post(`${demo.url}/api/chat`, { data: { message } });
    expect(answer.status()).toBe(201);
  };
  const chatLink = page.getByRole('link', { name: /^Chat/ });
  const first = `the till is stuck ${Date.now()}`;
  await write(first);
  const toast = page.getByRole('listitem').filter({ hasText: first });
  await expect(toast).toContainText('Milo Hartmann wrote in the chat');
  await expect(chatLink).toHaveText('Chat1 new');

  const hold = protocol.server.refuse();
  protocol.server.destroy();
  const second = `and so is the drawer ${Date.now()}`;
  await write(second);
  hold.end();
  // One message at a time is shown of the chat: the newest, with how many wait.
  await expect(page.getByRole('listitem').filter({ hasText: second })).toContainText('2 new chat messages');
  await expect(toast).toHaveCount(0);
  await expect(chatLink).toHaveText('Chat2 new');

  await chatLink.click();
  await expect(page.getByRole('log')).toContainText(second);
  await expect(chatLink).toHaveText('Chat');
});

test('a history that cannot be loaded shows an error, and loads once it can (10)', async ({
  visit,
  protocol,
  expectedErrors,
}) => {
  expectedErrors.push(/403/);
  const ada = await (await visit(1)).openLive('/chat');
  await expect(ada.locator('[data-mode="live"]')).toBeVisible();
  const refused = { status: 403, json: { detail: 'Not at this moment.' } };
  await ada.route('**/api/chat', (route) => route.fulfill(refused));
  protocol.server.rejectAuth({ status: 401 });
  protocol.server.destroy();
  const failure = ada.getByText('Newer messages could not be loaded: Not at this moment.');
  await expect(failure).toBeVisible();
  await ada.unroute('**/api/chat');
  await expect(failure).toBeHidden();
});

test('too many messages are refused with the time to wait (002.6)', async ({ visit, demo }) => {
  const milo = await visit(2);
  const send = () => milo.api.post(`${demo.url}/api/chat`, { data: { message: 'again' } });
  const answers = await Promise.all(Array.from({ length: 14 }, send));
  const refused = answers.filter((answer) => answer.status() === 429);
  expect(refused.length).toBeGreaterThan(0);
  for (const answer of refused) expect((await answer.json()).detail).toMatch(/Try again in \d+ s/);
});
