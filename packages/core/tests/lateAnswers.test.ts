import { expect, it } from 'vitest';
import type { AuthorizationData, AuthorizationRequest } from '../src/options.ts';
import { bench, liveBench, soon, statusOf } from './support/setup.ts';

it('counts only the last answer after a release before the first one (2)', async () => {
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
  'becomes live again although the answer (%o) to a released subscription arrived late (2)',
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

it('becomes live on the next try if a subscribe frame is never answered (2)', async () => {
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
])(
  'leaves no ghost if the channel is released while its authorization runs, which %s after a drop (2)',
  async (_, fails) => {
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
  },
);

it('keeps channels with similar names apart (2)', async () => {
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

it('leaves no ghost if the channel is released before the answer and the socket drops (2)', async () => {
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

it('subscribes to every held channel after a drop, and to no released one (2)', async () => {
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

it('takes no refusal for the answer to a later subscription (2)', async () => {
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

it('applies a refusal that names no channel to the one private channel that awaits an answer (11)', async () => {
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

it('unsubscribes once more when a confirmation arrives after the release (2)', async () => {
  const { client, server, timers, lease } = await liveBench('keep', { grace: 0 });
  // The server reads the unsubscribe first, and confirms out of order.
  server.answerSubscribes('never', { channel: 'private-orders', times: 1 });
  const brief = client.acquire('private-orders');
  await timers.advance(soon);
  brief.release();
  await timers.advance(soon);
  const left = () => server.received('pusher:unsubscribe', 'private-orders').length;
  expect(left()).toBe(1);
  server.send({ event: 'pusher_internal:subscription_succeeded', channel: 'private-orders', data: '{}' });
  await timers.advance(soon);
  expect(left()).toBe(2);
  // Events of the ghost reach nobody, and a channel that is held is left alone.
  server.send({ event: 'pusher_internal:subscription_succeeded', channel: 'keep', data: '{}' });
  await timers.advance(soon);
  expect([statusOf(lease), server.received('pusher:unsubscribe', 'keep').length]).toEqual(['subscribed', 0]);
});

it('unsubscribes from a ghost before it subscribes again, and ends live with one subscription (2)', async () => {
  const { client, server, timers } = await liveBench('keep', { grace: 0 });
  server.hold();
  client.acquire('orders').release();
  await timers.advance(soon);
  server.release();
  await timers.advance(soon);
  const lease = client.acquire('orders');
  await timers.advance(soon);
  expect(statusOf(lease)).toBe('subscribed');
  expect(server.subscribers('orders')).toHaveLength(1);
});

it('ignores a member list that arrives after its subscription timed out (2)', async () => {
  const { client, server, timers } = await liveBench('orders');
  server.hold();
  const room = client.acquire('presence-room');
  await timers.advance(10_100);
  server.release();
  await timers.advance(0);
  expect(statusOf(room)).toBe('retrying');
  expect(room.members.getSnapshot()).toMatchObject({ count: 0, isStale: true });
  await timers.advance(3_000);
  expect(statusOf(room)).toBe('subscribed');
  expect(room.members.getSnapshot()).toMatchObject({ count: 1, isStale: false });
});
