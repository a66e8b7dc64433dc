import { expect, it } from 'vitest';
import { createManualTimers } from './manualTimers.ts';
import { createTestClient } from './testClient.ts';

it('brings a private channel live and an event to its listener', async () => {
  const timers = createManualTimers();
  const { client, server, auth } = createTestClient({ timers });
  const lease = client.acquire('private-orders');
  const seen: unknown[] = [];
  lease.on('order.updated', (data) => seen.push(data));
  await timers.advance(10);

  expect(client.connection.getSnapshot().state).toBe('connected');
  expect(lease.status.getSnapshot()).toMatchObject({ status: 'subscribed', isLive: true });
  expect(auth.requestsFor('private-orders')).toHaveLength(1);

  server.trigger('private-orders', 'order.updated', { id: 1 });
  await timers.advance(10);
  expect(seen).toEqual([{ id: 1 }]);

  lease.release();
  await timers.advance(6_000);
  expect(server.sockets).toHaveLength(0);
  expect(timers.pending).toBe(0);
});
