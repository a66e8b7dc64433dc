import { expect, it, vi } from 'vitest';
import { z } from 'zod';
import { channel, defineChannels, event } from '../src/contract/contract.ts';
import type { InvalidEvent } from '../src/options.ts';
import { bench, gapsOf, liveBench, record, soon, statusOf } from './support/setup.ts';

const member = 'pusher_internal:member_added';
const frame = (value: unknown): string => JSON.stringify(value);

/** Each is something that pusher-js throws on, or hands to a handler, and that says for which channel it was. */
const malformed: [what: string, text: string][] = [
  ['an event that is no string', frame({ event: 5, channel: 'presence-room', data: '{}' })],
  ['no event', frame({ channel: 'presence-room', data: '{}' })],
  [
    'presence data without presence',
    frame({ event: 'pusher_internal:subscription_succeeded', channel: 'presence-room', data: '{}' }),
  ],
  [
    'presence data that is null',
    frame({ event: 'pusher_internal:subscription_succeeded', channel: 'presence-room', data: 'null' }),
  ],
  [
    'presence data without members',
    frame({
      event: 'pusher_internal:subscription_succeeded',
      channel: 'presence-room',
      data: '{"presence":{"count":1}}',
    }),
  ],
  ['a member without an id', frame({ event: member, channel: 'presence-room', data: '{}' })],
  ['a member that is null', frame({ event: member, channel: 'presence-room', data: 'null' })],
  [
    'a member whose id is an object',
    frame({ event: member, channel: 'presence-room', data: '{"user_id":{}}' }),
  ],
  [
    'a leaver that is text',
    frame({ event: 'pusher_internal:member_removed', channel: 'presence-room', data: '"x"' }),
  ],
  [
    'a count that is null',
    frame({ event: 'pusher_internal:subscription_count', channel: 'presence-room', data: 'null' }),
  ],
  [
    'a count that is text',
    frame({
      event: 'pusher_internal:subscription_count',
      channel: 'presence-room',
      data: '{"subscription_count":"7"}',
    }),
  ],
];

/** Each says nothing of a channel that is held. */
const unattributable: [what: string, text: string][] = [
  ['text that is no JSON', 'garbage'],
  ['an empty frame', ''],
  ['null', 'null'],
  ['a number', '5'],
  ['a list', '[]'],
  ['a channel that is an object', frame({ event: 'a', channel: {}, data: '1' })],
  [
    'a channel named like a property of every object',
    frame({ event: 'a', channel: 'constructor', data: '1' }),
  ],
  ['watchlist events that are none', frame({ event: 'pusher_internal:watchlist_events', data: '{}' })],
  [
    'a watchlist event that is null',
    frame({ event: 'pusher_internal:watchlist_events', data: '{"events":[null]}' }),
  ],
  ['a sign-in without a user', frame({ event: 'pusher:signin_success', data: '{"user_data":"null"}' })],
];

it.each(malformed)(
  'keeps %s from every handler, counts it and tells a gap of its channel (12)',
  async (_, text) => {
    const onInvalid = vi.fn<(invalid: InvalidEvent) => void>();
    const { client, server, timers, lease } = await liveBench('presence-room', { onInvalid });
    const other = client.acquire('orders');
    await timers.advance(soon);
    const seen: unknown[] = [];
    lease.on('*', (data) => seen.push(data));
    other.on('*', (data) => seen.push(data));
    const gaps = [gapsOf(lease), gapsOf(other)];
    const before = lease.members.getSnapshot();
    server.send(text);
    await timers.advance(soon);
    expect(seen).toEqual([]);
    expect(lease.members.getSnapshot()).toBe(before);
    expect(onInvalid).toHaveBeenCalledExactlyOnceWith({
      channel: 'presence-room',
      event: null,
      error: expect.objectContaining({ code: 'CK209' }),
    });
    expect(client.inspect().counters.invalid).toBe(1);
    expect(gaps.map(({ length }) => length)).toEqual([1, 0]);
    expect(gaps[0]?.[0]?.reason).toBe('payload');
    expect(statusOf(lease)).toBe('subscribed');
    server.trigger('presence-room', 'a', 1);
    await timers.advance(soon);
    expect(seen).toEqual([1]);
  },
);

it.each(unattributable)(
  'takes %s for an event that any live channel may have missed (12)',
  async (_, text) => {
    const { client, server, timers, lease } = await liveBench('private-orders');
    const other = client.acquire('orders');
    await timers.advance(soon);
    const gaps = [gapsOf(lease), gapsOf(other)];
    server.send(text);
    await timers.advance(soon);
    // A frame that names another channel cannot have been theirs.
    const expected = text.includes('"channel":"') ? 0 : 1;
    expect(gaps.map(({ length }) => length)).toEqual([expected, expected]);
    expect(client.inspect().counters.invalid).toBeGreaterThan(0);
    expect(client.connection.getSnapshot().state).toBe('connected');
  },
);

it('lives with event names that are properties of every object (12)', async () => {
  const { server, timers, lease } = await liveBench('orders');
  const seen: string[] = [];
  lease.on('*', (_, { event: name }) => seen.push(name));
  const names = ['constructor', '__proto__', 'toString', '__defineGetter__', 'hasOwnProperty'];
  for (const name of names) server.send(`{"event":"${name}","channel":"orders","data":"1"}`);
  await timers.advance(soon);
  expect(seen).toEqual(names);
  expect(gapsOf(lease)).toEqual([]);
});

it('goes on when onInvalid throws, and reports what it threw (12)', async () => {
  const fault = new Error('mine');
  const onError = vi.fn<(error: unknown) => void>();
  const onInvalid = () => {
    throw fault;
  };
  const { client, server, timers, lease } = await liveBench('orders', { onInvalid, onError });
  const other = client.acquire('other');
  await timers.advance(soon);
  const gaps = [gapsOf(lease), gapsOf(other)];
  server.send('garbage');
  await timers.advance(soon);
  expect(gaps.map(({ length }) => length)).toEqual([1, 1]);
  expect(onError).toHaveBeenCalledTimes(2);
  expect(onError).toHaveBeenCalledWith(expect.objectContaining({ code: 'CK210', cause: fault }));
});

it('takes a frame whose channel is null as one without a channel', async () => {
  const { client, server, timers } = await liveBench('orders');
  server.send(frame({ event: 'pusher:pong', channel: null, data: null }));
  await timers.advance(soon);
  expect(client.inspect().counters.invalid).toBe(0);
});

it('reads a payload like pusher-js does: JSON text is parsed, other text stays text', async () => {
  const { server, timers, lease } = await liveBench('orders');
  const seen: unknown[] = [];
  lease.on('a', (data) => seen.push(data));
  for (const data of ['123', '"text"', 'plain', '{"a":1}', 'true', 'null'])
    server.send({ event: 'a', channel: 'orders', data });
  server.send({ event: 'a', channel: 'orders', data: { already: 'parsed' } });
  server.send({ event: 'a', channel: 'orders' });
  await timers.advance(soon);
  expect(seen).toEqual([123, 'text', 'plain', { a: 1 }, true, null, { already: 'parsed' }, undefined]);
});

it('keeps a payload that fails its schema from every handler, whatever the schema does (12)', async () => {
  const onInvalid = vi.fn<(invalid: InvalidEvent) => void>();
  const asynchronous = z.string().refine(async () => true);
  const throwing = {
    '~standard': {
      version: 1 as const,
      vendor: 'test',
      validate: (): never => {
        throw new Error('broken');
      },
    },
  };
  const channels = defineChannels({
    orders: { plain: z.object({ id: z.number() }), asynchronous, throwing, typed: event<number>() },
  });
  const { client, server, timers } = bench({ channels, onInvalid } as never);
  const lease = client.acquire('orders');
  const messages = record(client, 'message');
  const seen: unknown[] = [];
  lease.on('*', (data) => seen.push(data));
  await timers.advance(soon);
  server.trigger('orders', 'plain', { id: '1' });
  server.trigger('orders', 'asynchronous', 'x');
  server.trigger('orders', 'throwing', 1);
  server.trigger('orders', 'typed', 1);
  await timers.advance(soon);
  expect(seen).toEqual([1]);
  expect(messages).toHaveLength(1);
  expect(onInvalid.mock.calls.map(([{ event: name, error }]) => [name, error.code])).toEqual([
    ['plain', 'CK108'],
    ['asynchronous', 'CK107'],
    ['throwing', 'CK108'],
  ]);
});

it('counts an event that the contract does not know, tells nobody, and makes no gap of it (12)', async () => {
  const channels = defineChannels({ orders: { known: event<number>() } });
  const { client, server, timers } = bench({ channels } as never);
  const lease = client.acquire('orders');
  const seen: unknown[] = [];
  lease.on('*', (data) => seen.push(data));
  const gaps = gapsOf(lease);
  await timers.advance(soon);
  server.trigger('orders', 'unknown', 1);
  server.trigger('orders', 'constructor', 1);
  await timers.advance(soon);
  expect([seen, gaps]).toEqual([[], []]);
  expect(client.inspect().counters).toMatchObject({ unknown: 2, message: 0, invalid: 0 });
});

it('leaves out a presence member that fails its schema (12)', async () => {
  const channels = defineChannels({
    'presence-room': channel({ member: z.object({ name: z.string() }), events: {} }),
  });
  const { client, server, auth, timers } = bench({ channels } as never);
  auth.user = { id: 'me', info: { name: 'Me' } };
  const lease = client.acquire('presence-room');
  await timers.advance(soon);
  server.rooms.addMember('presence-room', 'a', { name: 'A' });
  server.rooms.addMember('presence-room', 'b', { name: 7 });
  await timers.advance(soon);
  expect(lease.members.getSnapshot().members.map(({ id }) => id)).toEqual(['me', 'a']);
  expect(client.inspect().counters.invalid).toBe(1);
});

it('counts an encrypted event that cannot be read as a gap, malformed or sealed with another key (12)', async () => {
  const { server, timers, lease } = await liveBench('private-encrypted-x');
  const seen: unknown[] = [];
  lease.on('*', (data) => seen.push(data));
  const gaps = gapsOf(lease);
  const sealed = (data: unknown) => ({
    event: 'a',
    channel: 'private-encrypted-x',
    data: JSON.stringify(data),
  });
  const nonce = 'A'.repeat(32);
  const ciphertext = 'A'.repeat(24);
  for (const data of [
    'plain',
    null,
    {},
    { nonce },
    { ciphertext },
    { nonce: 5, ciphertext },
    { nonce, ciphertext: 5 },
    { nonce, ciphertext: '?'.repeat(24) },
    { nonce: 'A'.repeat(36), ciphertext },
    { nonce, ciphertext: 'AAAA' },
  ])
    server.send(sealed(data));
  await timers.advance(soon);
  expect(gaps).toHaveLength(10);
  server.rooms.secrets.set('private-encrypted-x', 'another');
  server.trigger('private-encrypted-x', 'a', 1);
  await timers.advance(9_000);
  expect(gaps).toHaveLength(10);
  await timers.advance(2_000);
  expect(gaps).toHaveLength(11);
  server.rooms.secrets.clear();
  server.trigger('private-encrypted-x', 'a', 2);
  await timers.advance(30_000);
  expect(seen).toEqual([2]);
  expect(gaps).toHaveLength(11);
});

it('contains a malformed frame that comes between its last release and the end of the socket (12)', async () => {
  const { client, server, timers, lease } = await liveBench('presence-room', { grace: 0 });
  for (const [, text] of malformed) server.send(text);
  lease.release();
  expect(client.connection.getSnapshot().state).toBe('idle');
  await timers.advance(soon);
  expect(server.sockets).toHaveLength(0);
});

it('takes an error of the server that is about something else for no refusal (11)', async () => {
  const onInvalid = vi.fn<() => void>();
  const { client, server, timers } = bench({ onInvalid });
  server.answerSubscribes('never');
  const lease = client.acquire('private-orders');
  await timers.advance(soon);
  for (const code of [4200, 4299, 4400])
    server.send({ event: 'pusher:error', data: { code, message: 'private-orders' } });
  await timers.advance(soon);
  expect(statusOf(lease)).toBe('subscribing');
  expect(onInvalid).not.toHaveBeenCalled();
});
