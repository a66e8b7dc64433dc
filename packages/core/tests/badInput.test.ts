import { expect, it, vi } from 'vitest';
import { z } from 'zod';
import { channel, defineChannels, event } from '../src/contract/contract.ts';
import type { InvalidEvent } from '../src/options.ts';
import { bench, gapsOf, liveBench, record, soon, statusOf } from './support/setup.ts';

const member = 'pusher_internal:member_added';
const frame = (value: unknown): string => JSON.stringify(value);

/** Malformed frames that name their channel. pusher-js would throw on them, or pass them to a handler. */
const malformed: [what: string, text: string][] = [
  ['an event that is not a string', frame({ event: 5, channel: 'presence-room', data: '{}' })],
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
    'a removed member that is text',
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

/** Malformed frames that name no channel that is held. */
const unattributable: [what: string, text: string][] = [
  ['text that is not JSON', 'garbage'],
  ['an empty frame', ''],
  ['null', 'null'],
  ['a number', '5'],
  ['a list', '[]'],
  ['a channel that is an object', frame({ event: 'a', channel: {}, data: '1' })],
  [
    'a channel named like a property of every object',
    frame({ event: 'a', channel: 'constructor', data: '1' }),
  ],
  ['watchlist events without a list', frame({ event: 'pusher_internal:watchlist_events', data: '{}' })],
  [
    'a watchlist event that is null',
    frame({ event: 'pusher_internal:watchlist_events', data: '{"events":[null]}' }),
  ],
  ['a sign-in without a user', frame({ event: 'pusher:signin_success', data: '{"user_data":"null"}' })],
];

it.each(malformed)(
  'keeps %s from every handler, counts it and reports a gap of its channel (7, 12)',
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
  'treats %s as an event that any live channel may have missed (7, 12)',
  async (_, text) => {
    const { client, server, timers, lease } = await liveBench('private-orders');
    const other = client.acquire('orders');
    await timers.advance(soon);
    const gaps = [gapsOf(lease), gapsOf(other)];
    server.send(text);
    await timers.advance(soon);
    // A frame that names another channel was not for these.
    const expected = text.includes('"channel":"') ? 0 : 1;
    expect(gaps.map(({ length }) => length)).toEqual([expected, expected]);
    expect(client.inspect().counters.invalid).toBeGreaterThan(0);
    expect(client.connection.getSnapshot().state).toBe('connected');
  },
);

it('delivers events whose names are properties of every object (12)', async () => {
  const { server, timers, lease } = await liveBench('orders');
  const seen: string[] = [];
  lease.on('*', (_, { event: name }) => seen.push(name));
  const names = ['constructor', '__proto__', 'toString', '__defineGetter__', 'hasOwnProperty'];
  for (const name of names) server.send(`{"event":"${name}","channel":"orders","data":"1"}`);
  await timers.advance(soon);
  expect(seen).toEqual(names);
  expect(gapsOf(lease)).toEqual([]);
});

it('reports an onInvalid that throws, and still reports the gaps (12)', async () => {
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

it('reads a channel that is null as no channel', async () => {
  const { client, server, timers } = await liveBench('orders');
  server.send(frame({ event: 'pusher:pong', channel: null, data: null }));
  await timers.advance(soon);
  expect(client.inspect().counters.invalid).toBe(0);
});

it('parses payloads that are JSON text, and passes other text on', async () => {
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

it('keeps a payload that fails its schema from every handler, even if the schema throws or is asynchronous (12)', async () => {
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

it('counts an event outside the contract, without a handler call or a gap (12)', async () => {
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

it('leaves out a presence member whose info fails its schema (12)', async () => {
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

it('reports an encrypted event that is malformed or has an unknown key as a gap (7, 12)', async () => {
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
  server.rooms.secrets.set('private-encrypted-x', `${'N'.repeat(43)}=`);
  server.trigger('private-encrypted-x', 'a', 1);
  await timers.advance(soon);
  expect(gaps).toHaveLength(11);
  server.rooms.secrets.clear();
  server.trigger('private-encrypted-x', 'a', 2);
  await timers.advance(30_000);
  expect(seen).toEqual([2]);
  expect(gaps).toHaveLength(11);
});

it('contains malformed frames that arrive after the last release (12)', async () => {
  const { client, server, timers, lease } = await liveBench('presence-room', { grace: 0 });
  for (const [, text] of malformed) server.send(text);
  lease.release();
  expect(client.connection.getSnapshot().state).toBe('idle');
  await timers.advance(soon);
  expect(server.sockets).toHaveLength(0);
});

it('does not treat an unrelated server error as a refusal (11)', async () => {
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
