import { expect, it } from 'vitest';
import type { AuthorizationData, AuthorizationRequest } from '../src/options.ts';
import { bench, liveBench, soon, statusOf } from './support/setup.ts';

it('subscribes again after a release before the answer, and only the last answer counts (2)', async () => {
  const { client, server, timers } = bench({ grace: 0 });
  const keep = client.acquire('keep');
  await timers.advance(soon);
  server.hold();
  const first = client.acquire('orders');
  await timers.advance(soon);
  first.release();
  await timers.advance(soon);
  const second = client.acquire('orders');
  await timers.advance(soon);
  expect(server.received('pusher:subscribe', 'orders')).toHaveLength(2);
  server.release({ count: 1 });
  await timers.advance(soon);
  expect(statusOf(second)).toBe('subscribing');
  server.release();
  await timers.advance(soon);
  expect(statusOf(second)).toBe('subscribed');
  expect(server.subscribers('orders')).toHaveLength(1);
  keep.release();
});

it.each(['accept', { refuse: 'no', status: 401 }] as const)(
  'is live after a release before the answer (%o) that arrived while nobody held the channel (2)',
  async (answer) => {
    const { client, server, timers } = bench({ grace: 0 });
    const keep = client.acquire('keep');
    await timers.advance(soon);
    server.answerSubscribes(answer, { channel: 'orders', times: 2 });
    server.hold();
    client.acquire('orders').release();
    await timers.advance(soon);
    const brief = client.acquire('orders');
    await timers.advance(soon);
    brief.release();
    await timers.advance(soon);
    server.release();
    await timers.advance(soon);
    const second = client.acquire('orders');
    await timers.advance(soon);
    expect(statusOf(second)).toBe('subscribed');
    keep.release();
  },
);

it('becomes live on the next try when a subscribe frame was never answered (2)', async () => {
  const { client, server, timers } = bench();
  server.answerSubscribes('never', { channel: 'orders', times: 1 });
  const lease = client.acquire('orders');
  await timers.advance(10_500);
  expect(lease.status.getSnapshot()).toMatchObject({ status: 'retrying', error: { code: 'CK304' } });
  await timers.advance(1_000);
  expect(statusOf(lease)).toBe('subscribed');
});

it.each([
  ['is granted', false],
  ['fails', true],
])('leaves no ghost: released while the authorisation runs, which %s after a drop (2)', async (_, fails) => {
  const answers: (() => void)[] = [];
  const made = bench({ grace: 0 });
  const { client, server, auth, timers } = made;
  const keep = client.acquire('keep');
  await timers.advance(soon);
  const authorize = (request: AuthorizationRequest) =>
    new Promise<AuthorizationData>((resolve, reject) => {
      answers.push(() => (fails ? reject(new Error('mine')) : resolve(auth.authorize(request))));
    });
  client.configure({ ...made.options, auth: { authorize } });
  const lease = client.acquire('private-orders');
  await timers.advance(soon);
  lease.release();
  for (const step of [() => server.drop(), () => answers[0]?.(), () => server.drop()]) {
    step();
    await timers.advance(10_000);
  }
  expect(answers).toHaveLength(1);
  expect(server.received('pusher:subscribe', 'private-orders')).toHaveLength(0);
  expect(server.subscribers('private-orders')).toHaveLength(0);
  expect(server.subscribers('keep')).toHaveLength(1);
  keep.release();
});

it('keeps channels apart whose names have a part in common (2)', async () => {
  const { client, server, auth, timers } = bench({ grace: 0 });
  const names = [
    'chat',
    'private-chat',
    'presence-chat',
    'private-encrypted-chat',
    'my-private-chat',
    'x-presence-chat',
  ];
  const leases = names.map((name) => client.acquire(name));
  await timers.advance(soon);
  expect(auth.requests.map(({ channelName }) => channelName)).toEqual(names.slice(1, 4));
  for (const [index, lease] of leases.entries()) {
    lease.release();
    await timers.advance(soon);
    expect(names.filter((name) => server.subscribers(name).length > 0)).toEqual(names.slice(index + 1));
    expect(leases.filter(({ status }) => status.getSnapshot().isLive)).toHaveLength(names.length - index - 1);
  }
});

it('leaves no ghost: released before the server answered, then a drop (2)', async () => {
  const { client, server, timers } = bench({ grace: 0 });
  const keep = client.acquire('keep');
  await timers.advance(soon);
  server.answerSubscribes('never', { channel: 'orders', times: 1 });
  const lease = client.acquire('orders');
  await timers.advance(soon);
  lease.release();
  await timers.advance(soon);
  server.drop();
  await timers.advance(5_000);
  expect(server.subscribers('orders')).toHaveLength(0);
  expect(server.subscribers('keep')).toHaveLength(1);
  keep.release();
});

it('brings every held channel back after a drop, and none that was given back (2)', async () => {
  const { client, server, timers, lease } = await liveBench('private-orders', { grace: 100 });
  const other = client.acquire('orders');
  await timers.advance(soon);
  other.release();
  await timers.advance(200);
  server.drop();
  await timers.advance(5_000);
  expect(statusOf(lease)).toBe('subscribed');
  expect(server.subscribers('private-orders')).toHaveLength(1);
  expect(server.subscribers('orders')).toHaveLength(0);
});

it('survives a listener that gives its channel back as soon as the status changes (2)', async () => {
  const { client, server, timers } = bench({ grace: 0 });
  const keep = client.acquire('keep');
  await timers.advance(soon);
  server.answerSubscribes('never', { channel: 'orders', times: 1 });
  const lease = client.acquire('orders');
  lease.status.subscribe(() => {
    if (lease.status.getSnapshot().status === 'subscribing') lease.release();
  });
  await timers.advance(12_000);
  expect(server.received('pusher:subscribe', 'orders')).toHaveLength(1);
  expect(server.subscribers('orders')).toHaveLength(0);
  expect(client.inspect().channels.map(({ name }) => name)).toEqual(['keep']);
  keep.release();
});

it('takes no answer for a later subscription, a refusal neither (2)', async () => {
  const { client, server, timers } = bench({ grace: 0 });
  const keep = client.acquire('keep');
  await timers.advance(soon);
  server.answerSubscribes({ refuse: 'no', status: 401 }, { channel: 'private-orders', times: 1 });
  server.hold();
  const first = client.acquire('private-orders');
  await timers.advance(soon);
  first.release();
  const second = client.acquire('private-orders');
  await timers.advance(soon);
  server.release({ count: 1 });
  await timers.advance(soon);
  expect(statusOf(second)).toBe('subscribing');
  server.release();
  await timers.advance(soon);
  expect(statusOf(second)).toBe('subscribed');
  expect(server.received('pusher:subscribe', 'private-orders')).toHaveLength(2);
  keep.release();
});

it('takes a refusal that names no channel for that of the one private channel that awaits an answer (11)', async () => {
  const { client, server, timers } = bench();
  const live = client.acquire('private-live');
  await timers.advance(soon);
  server.answerSubscribes('never');
  const open = client.acquire('orders');
  const lease = client.acquire('private-orders');
  await timers.advance(soon);
  server.send({ event: 'pusher:error', data: { code: 4009, message: 'Connection is unauthorized' } });
  await timers.advance(soon);
  expect([live, open, lease].map(statusOf)).toEqual(['subscribed', 'subscribing', 'retrying']);
  expect(lease.status.getSnapshot().error?.code).toBe('CK303');
});
