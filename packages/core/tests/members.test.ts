import { expect, it } from 'vitest';
import { z } from 'zod';
import { channel, defineChannels } from '../src/contract/contract.ts';
import { createManualTimers, createTestClient, FakeServer } from '../src/testing/index.ts';
import { bench, liveBench, soon } from './support/setup.ts';

const ids = (lease: { members: { getSnapshot(): { members: readonly { id: string }[] } } }) =>
  lease.members.getSnapshot().members.map(({ id }) => id);

it('shows members and me, and keeps the identity of members that stay', async () => {
  const { server, timers, lease } = await liveBench('presence-room');
  server.rooms.addMember('presence-room', 'a', { name: 'A' });
  server.rooms.addMember('presence-room', 'b', { name: 'B' });
  await timers.advance(soon);
  const before = lease.members.getSnapshot();
  expect(before).toMatchObject({ count: 3, me: { id: 'me' }, isStale: false });
  expect(ids(lease)).toEqual(['me', 'a', 'b']);
  server.rooms.removeMember('presence-room', 'a');
  server.rooms.addMember('presence-room', 'c', { name: 'C' });
  await timers.advance(soon);
  const after = lease.members.getSnapshot();
  expect(ids(lease)).toEqual(['me', 'b', 'c']);
  expect(after.members[1]).toBe(before.members[2]);
  expect(after.me).toBe(before.me);
  server.send({
    event: 'pusher_internal:member_added',
    channel: 'presence-room',
    data: '{"user_id":"c","user_info":{"name":"C"}}',
  });
  server.send({ event: 'pusher_internal:member_removed', channel: 'presence-room', data: '{"user_id":"x"}' });
  await timers.advance(soon);
  expect(lease.members.getSnapshot()).toBe(after);
});

it('shows a later lease the members at once', async () => {
  const { client, server, timers } = await liveBench('presence-room');
  server.rooms.addMember('presence-room', 'a', null);
  await timers.advance(soon);
  const late = client.acquire('presence-room');
  expect(ids(late)).toEqual(['me', 'a']);
});

it('keeps the last list through a drop, marked stale, and the identity of equal members after it', async () => {
  const { server, timers, lease } = await liveBench('presence-room');
  server.rooms.addMember('presence-room', 'a', { name: 'A' });
  server.rooms.addMember('presence-room', 'b', { name: 'B' });
  await timers.advance(soon);
  const before = lease.members.getSnapshot();
  server.drop();
  expect(lease.members.getSnapshot()).toEqual({ ...before, isStale: true });
  server.rooms.removeMember('presence-room', 'a');
  await timers.advance(2_000);
  const after = lease.members.getSnapshot();
  expect(after.isStale).toBe(false);
  expect(ids(lease)).toEqual(['me', 'b']);
  expect(after.members[1]).toBe(before.members[2]);
});

it('accepts member info that a schema transforms into something other than JSON', async () => {
  const timers = createManualTimers();
  const info = z.object({ n: z.number() }).transform(({ n }) => ({ n: BigInt(n) }));
  const channels = defineChannels({ 'presence-room': channel({ member: info, events: {} }) });
  const { client, server, auth } = createTestClient({ timers, channels });
  auth.user = { id: 'me', info: { n: 1 } };
  const lease = client.acquire('presence-room');
  await timers.advance(soon);
  server.rooms.addMember('presence-room', 'a', { n: 2 });
  await timers.advance(soon);
  server.drop();
  await timers.advance(2_000);
  expect(lease.members.getSnapshot().members).toEqual([
    { id: 'me', info: { n: 1n } },
    { id: 'a', info: { n: 2n } },
  ]);
});

it('knows the members of a server that lists their ids without their info', async () => {
  const { client, server, timers } = bench();
  server.answerSubscribes('never', { times: 1 });
  const lease = client.acquire('presence-room');
  await timers.advance(soon);
  // soketi leaves members without user_info out of `hash`.
  server.send({
    event: 'pusher_internal:subscription_succeeded',
    channel: 'presence-room',
    data: '{"presence":{"count":2,"ids":["me","a"],"hash":{}}}',
  });
  server.send({ event: 'pusher_internal:member_added', channel: 'presence-room', data: '{"user_id":7}' });
  await timers.advance(soon);
  expect(ids(lease)).toEqual(['me', 'a', '7']);
  expect(lease.members.getSnapshot()).toMatchObject({ count: 3, isStale: false, me: { id: 'me' } });
  server.send({ event: 'pusher_internal:member_removed', channel: 'presence-room', data: '{"user_id":"a"}' });
  await timers.advance(soon);
  expect(ids(lease)).toEqual(['me', '7']);
});

it('shows two clients in one room to each other, and delivers client events with their sender', async () => {
  const timers = createManualTimers();
  const server = new FakeServer({ timers });
  const anna = createTestClient({ timers, server });
  const ben = createTestClient({ timers, server });
  anna.auth.user = { id: 'anna' };
  ben.auth.user = { id: 'ben' };
  const hers = anna.client.acquire('presence-room');
  await timers.advance(soon);
  const his = ben.client.acquire('presence-room');
  await timers.advance(soon);
  expect([ids(hers), ids(his)]).toEqual([
    ['anna', 'ben'],
    ['anna', 'ben'],
  ]);
  const heard: unknown[] = [];
  hers.on('client-typing', (data, { userId }) => heard.push([data, userId]));
  his.on('client-typing', () => heard.push('echo'));
  await his.trigger('client-typing', { on: true });
  await timers.advance(soon);
  expect(heard).toEqual([[{ on: true }, 'ben']]);
  his.release();
  await timers.advance(600);
  expect(ids(hers)).toEqual(['anna']);
});
