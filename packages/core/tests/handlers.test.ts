import { expect, it, vi } from 'vitest';
import type { RealtimeError } from '../src/errors/realtimeError.ts';
import { liveBench, soon } from './support/setup.ts';

it('calls every handler for every event, in order (4)', async () => {
  const { server, timers, lease } = await liveBench('orders');
  const seen: string[] = [];
  lease.on('a', (data) => seen.push(`1:${String(data)}`));
  lease.on(['a', 'b', 'a'], (data, { event }) => seen.push(`2:${event}${String(data)}`));
  lease.on('*', (data, { event, channel }) => seen.push(`*:${channel}/${event}${String(data)}`));
  server.trigger('orders', 'a', 1);
  server.trigger('orders', 'b', 2);
  server.trigger('orders', 'c', 3);
  await timers.advance(soon);
  expect(seen).toEqual(['1:1', '2:a1', '*:orders/a1', '2:b2', '*:orders/b2', '*:orders/c3']);
  seen.length = 0;
  lease.on('a', (data) => seen.push(`3:${String(data)}`));
  server.trigger('orders', 'a', 4);
  await timers.advance(soon);
  expect(seen).toEqual(['1:4', '2:a4', '3:4', '*:orders/a4']);
});

it('reports a handler that throws, and runs the others (4)', async () => {
  const onError = vi.fn<(error: RealtimeError) => void>();
  const { client, server, timers, lease } = await liveBench('orders', { onError });
  const fault = new Error('mine');
  const seen: unknown[] = [];
  const explode = () => {
    throw fault;
  };
  lease.on('a', explode);
  lease.on('a', (data) => seen.push(data));
  lease.on('*', explode);
  lease.status.subscribe(explode);
  client.connection.subscribe(explode);
  client.observe(explode);
  lease.onGap(explode);
  lease.onGap((gap) => seen.push(gap.reason));
  server.trigger('orders', 'a', 1);
  await timers.advance(soon);
  expect(seen).toEqual([1]);
  expect(onError.mock.calls.every(([{ code, cause }]) => code === 'CK210' && cause === fault)).toBe(true);
  server.drop();
  await timers.advance(5_000);
  expect(seen).toEqual([1, 'connection']);
  expect(client.connection.getSnapshot().state).toBe('connected');
});

const fail = (why: string) => () => {
  throw new Error(why);
};

it.each([
  ['a handler throws without onError', {}, 'mine'],
  ['onError throws itself', { onError: fail('in onError') }, 'in onError'],
])('surfaces an uncaught error when %s, and runs the other handlers (4)', async (_, options, surfaced) => {
  const { server, timers, lease } = await liveBench('orders', options);
  const caught: unknown[] = [];
  const listeners = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => caught.push(error));
  const other = vi.fn<() => void>();
  lease.on('a', fail('mine'));
  lease.on('a', other);
  server.trigger('orders', 'a', 1);
  await timers.advance(soon);
  await vi.waitFor(() => expect(caught).toHaveLength(1), { timeout: 10_000 });
  process.removeAllListeners('uncaughtException');
  for (const listener of listeners) process.on('uncaughtException', listener);
  expect(caught).toMatchObject([{ message: surfaced }]);
  expect(other).toHaveBeenCalledOnce();
});

it('skips a handler that another one removes during the event, and calls one added meanwhile from the next event on (4)', async () => {
  const { server, timers, lease } = await liveBench('orders');
  const seen: string[] = [];
  let off = () => {};
  let isAdded = false;
  lease.on('a', () => {
    off();
    if (!isAdded) lease.on('a', () => seen.push('added'));
    isAdded = true;
  });
  off = lease.on('a', () => seen.push('removed'));
  server.trigger('orders', 'a', 1);
  await timers.advance(soon);
  expect(seen).toEqual([]);
  server.trigger('orders', 'a', 2);
  await timers.advance(soon);
  expect(seen).toEqual(['added']);
});

it('calls a function that was added twice twice, and removes one per removal (4)', async () => {
  const { server, timers, lease } = await liveBench('orders');
  let count = 0;
  const handler = () => {
    count += 1;
  };
  const off = lease.on('a', handler);
  lease.on('a', handler);
  server.trigger('orders', 'a', 1);
  await timers.advance(soon);
  expect(count).toBe(2);
  off();
  off();
  server.trigger('orders', 'a', 1);
  await timers.advance(soon);
  expect(count).toBe(3);
});

it("stops calling a removed handler of '*' or of several events (4)", async () => {
  const { server, timers, lease } = await liveBench('orders');
  const seen: string[] = [];
  const offs = [lease.on('*', () => seen.push('*')), lease.on(['a', 'b'], () => seen.push('a or b'))];
  server.trigger('orders', 'b', 1);
  await timers.advance(soon);
  for (const off of offs) off();
  for (const event of ['a', 'b', 'c']) server.trigger('orders', event, 1);
  await timers.advance(soon);
  expect(seen).toEqual(['a or b', '*']);
});

it('calls no handler of a released lease, and all of the others (4)', async () => {
  const { client, server, timers, lease } = await liveBench('orders');
  const other = client.acquire('orders');
  const seen: string[] = [];
  lease.on('a', () => seen.push('released'));
  other.on('a', () => {
    seen.push('other');
    lease.release();
  });
  lease.on('*', () => seen.push('released'));
  server.trigger('orders', 'a', 1);
  await timers.advance(soon);
  server.trigger('orders', 'a', 1);
  await timers.advance(soon);
  expect(seen).toEqual(['released', 'other', 'other']);
  expect(lease.on('a', () => {})).toBeTypeOf('function');
});

it('passes the message with its channel, event, sender and time (4)', async () => {
  const { server, timers, lease } = await liveBench('presence-room');
  const seen: unknown[] = [];
  lease.on('client-typing', (_, message) => seen.push(message));
  server.rooms.publish({ channel: 'presence-room', event: 'client-typing', data: { on: true }, userId: '7' });
  await timers.advance(soon);
  expect(seen).toEqual([
    {
      event: 'client-typing',
      data: { on: true },
      channel: 'presence-room',
      userId: '7',
      receivedAt: expect.any(Number),
    },
  ]);
});
