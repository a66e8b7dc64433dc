import { DemoProcess } from './support/demoProcess.ts';
import { ProtocolServer } from './support/protocolServer.ts';
import { expect, test } from './support/test.ts';
import { Visitor } from './support/visitor.ts';

test('what could not be sent before a power cut is sent after the next start', async ({ browser }) => {
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
  expect(JSON.parse(await heard)).toMatchObject({ orderId: id, eventId: expect.any(String) });
  expect(await started.stop()).toBe(0);
  await protocol.server.stop();
});
