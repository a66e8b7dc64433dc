import { createHmac } from 'node:crypto';
import { DemoProcess } from './support/demoProcess.ts';
import { expect, test } from './support/test.ts';
import { Visitor } from './support/visitor.ts';

test('a webhook counts once, and only with a valid signature (004.5, 14)', async ({
  visit,
  demo,
  protocol,
}) => {
  const channel = `test-webhook-${Date.now()}`;
  const body = JSON.stringify({ time_ms: Date.now(), events: [{ name: 'channel_occupied', channel }] });
  const signature = createHmac('sha256', protocol.app.secret).update(body).digest('hex');
  const send = (headers: Record<string, string>) =>
    fetch(`${demo.url}/api/pusher/webhook`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Pusher-Key': protocol.app.key, ...headers },
      body,
    });
  expect((await send({ 'X-Pusher-Signature': 'f'.repeat(64) })).status).toBe(401);
  expect((await send({ 'X-Pusher-Signature': signature })).status).toBe(200);
  expect((await send({ 'X-Pusher-Signature': signature })).status).toBe(200);
  const { webhooks } = await (await (await visit(1)).api.get(`${demo.url}/api/pusher`)).json();
  expect(webhooks.filter((line: string) => line === `${channel} is occupied`)).toHaveLength(1);
});

test("the demo's protocol server sends webhooks for channels, members and client events (004.5)", async ({
  browser,
}) => {
  const demo = await DemoProcess.start();
  const visitor = await new Visitor(await browser.newContext(), demo.url).signIn(2);
  const log = await visitor.openLive('/pusher-test');
  const told = async (line: string) =>
    expect(log.getByRole('region', { name: 'Service' })).toContainText(line, { timeout: 20_000 });
  const chat = await visitor.openLive('/chat');
  await told('private-chat-channel is occupied');
  await told('2 joined presence-chat');
  await chat.getByRole('textbox').fill('Hel');
  await told('2 sent client-typing on presence-chat');
  await chat.close();
  await told('2 left presence-chat');
  await told('private-chat-channel is vacated');
  await visitor.context.close();
  expect(await demo.stop()).toBe(0);
});

test('a connection signs in as the person of the session, and only with one (14)', async ({
  visit,
  demo,
}) => {
  const form = { socket_id: '1.2' };
  expect((await (await visit()).api.post(`${demo.url}/api/pusher/user-auth`, { form })).status()).toBe(401);
  const answer = await (await visit(1)).api.post(`${demo.url}/api/pusher/user-auth`, { form });
  expect(JSON.parse((await answer.json()).user_data).id).toBe('1');
});
