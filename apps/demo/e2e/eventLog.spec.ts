import { once } from 'node:events';
import { createServer } from 'node:net';
import { DemoProcess } from './support/demoProcess.ts';
import { ProtocolServer } from './support/protocolServer.ts';
import { expect, test } from './support/test.ts';
import { Visitor } from './support/visitor.ts';

test('Ctrl-C stops the demo cleanly even while the protocol server hangs', async ({ browser }) => {
  const hanging = createServer().listen(0, '127.0.0.1');
  await once(hanging, 'listening');
  const address = hanging.address();
  if (address === null || typeof address === 'string') throw new Error('It has no port.');
  const demo = await DemoProcess.start(undefined, {
    env: {
      PUSHER_APP_ID: 'app-id',
      PUSHER_APP_KEY: 'app-key',
      PUSHER_APP_SECRET: 'app-secret',
      PUSHER_HOST: '127.0.0.1',
      PUSHER_PORT: String(address.port),
      PUSHER_SCHEME: 'http',
    },
  });
  const waiter = await new Visitor(await browser.newContext(), demo.url).signIn(1);
  const asked = once(hanging, 'connection');
  const order = { tableNumber: 18, items: [{ name: 'Lemon tart', quantity: 1 }] };
  const told = [
    waiter.api.post(`${demo.url}/api/orders`, { data: order }),
    waiter.api.post(`${demo.url}/api/chat`, { data: { message: 'Is anybody there?' } }),
    waiter.api.post(`${demo.url}/api/invoices/4/pay`, { data: { method: 'card' } }),
  ];
  for (const answer of await Promise.all(told)) expect(answer.ok()).toBe(true);
  await asked;
  await waiter.context.close();
  expect(await demo.stop()).toBe(0);
  hanging.close();
});

test('events that were not sent before a power cut are sent after the next start', async ({ browser }) => {
  const protocol = await ProtocolServer.start();
  const killed = await DemoProcess.start(protocol);
  const waiter = await new Visitor(await browser.newContext(), killed.url).signIn(1);
  await protocol.kill();
  const data = { tableNumber: 17, items: [{ name: 'Lemon tart', quantity: 1 }] };
  const answer = await waiter.api.post(`${killed.url}/api/orders`, { data });
  expect(answer.status()).toBe(201);
  const { id } = await answer.json();
  await killed.kill();
  await waiter.context.close();

  await protocol.comeBack();
  const heard = new Promise<string>((resolve) =>
    protocol.server.observe((seen) => {
      if (seen.type === 'published' && seen.event === 'order.created') resolve(seen.data);
    }),
  );
  const started = await DemoProcess.start(protocol, { data: killed.data });
  expect(JSON.parse(await heard)).toMatchObject({
    orderId: id,
    $continuity: { id: expect.any(String) },
  });
  expect(await started.stop()).toBe(0);
  await protocol.server.stop();
});
