import { expect, it } from 'vitest';
import { bench, liveBench, soon } from './support/setup.ts';

it('logs the newest 200 events, oldest first, and counts all of them (15)', async () => {
  const { client, server, timers } = await liveBench('orders');
  expect(client.inspect().log.map(({ type, subject }) => `${type} ${subject}`)).toContain('live orders');
  for (let n = 0; n < 450; n += 1) server.trigger('orders', `e${n}`, n);
  await timers.advance(soon);
  const { log, counters } = client.inspect();
  expect(log.map(({ subject }) => subject)).toEqual(
    Array.from({ length: 200 }, (_, index) => `orders e${250 + index}`),
  );
  expect(log.map(({ at }) => at)).toEqual(log.map(({ at }) => at).sort((a, b) => a - b));
  expect(counters).toMatchObject({ message: 450, live: 1, added: 1 });
});

it('returns plain data without payloads (13)', async () => {
  const { client, server, timers } = await liveBench('private-orders');
  server.trigger('private-orders', 'paid', { card: '4111' });
  await timers.advance(soon);
  const dump = client.inspect();
  expect(JSON.parse(JSON.stringify(dump))).toMatchObject({
    connection: { state: 'connected' },
    channels: [{ name: 'private-orders', leases: 1, status: { status: 'subscribed' } }],
    counters: { message: 1, live: 1, lost: 0 },
  });
  expect(JSON.stringify(dump)).toContain('private-orders paid');
  expect(JSON.stringify(dump)).not.toContain('4111');
});

it('returns a copy that later events do not change', async () => {
  const { client, server, timers } = await liveBench('orders');
  const before = client.inspect();
  const copy = structuredClone(before);
  server.trigger('orders', 'paid', 1);
  server.drop();
  await timers.advance(soon);
  expect(before).toEqual(copy);
  expect(client.inspect()).not.toEqual(copy);
});

it('logs what a listener does after the event that it was notified of', () => {
  const { client } = bench();
  client.observe((event) => {
    if (event.type === 'added' && event.channel === 'a') client.acquire('b');
  });
  client.acquire('a');
  const added = client.inspect().log.filter(({ type }) => type === 'added');
  expect(added.map(({ subject }) => subject)).toEqual(['a', 'b']);
});
