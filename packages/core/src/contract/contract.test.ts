import { runInNewContext } from 'node:vm';
import * as v from 'valibot';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { contractShape } from './contract.ts';
import { channel, defineChannels, event } from './index.ts';
import { describeChannel, resolveChannel } from './resolveChannel.ts';
import { validate } from './validation.ts';

const channels = defineChannels({
  'private-orders': { 'order.created': z.object({ orderId: z.number() }) },
  'private-user.{userId}.invoices': { 'payment.received': event<{ invoiceId: string }>() },
  'private-{a}-{b}': { ping: event() },
  'files.{path*}': { changed: event() },
});

describe('a contract', () => {
  it('fills a pattern, and reads the name back', () => {
    expect(channels.name('private-user.{userId}.invoices', { userId: 7 })).toBe('private-user.7.invoices');
    expect(channels.match('private-user.7.invoices')).toEqual({
      pattern: 'private-user.{userId}.invoices',
      params: { userId: '7' },
    });
    expect(channels.match('files.a.b.c')?.params).toEqual({ path: 'a.b.c' });
    expect(channels.match('private-user.7.8.invoices')).toBeNull();
  });
  it.each([
    ['private-user.{userId}.invoices', { userId: '7.8' }],
    ['private-user.{userId}.invoices', { userId: '' }],
    ['private-user.{userId}.invoices', { userId: 'a b' }],
    ['private-{a}-{b}', { a: 'x', b: 'y-z' }],
  ] as const)('refuses a value that %s would not read back unchanged (12)', (pattern, params) => {
    expect(() => channels.name(pattern, params as never)).toThrow(/CK105/);
  });
  it('refuses names that no Pusher server accepts, and names outside the contract (12)', () => {
    for (const name of ['', 'with space', 'x'.repeat(201), '__proto__', 'constructor', 7])
      expect(() => resolveChannel(undefined, name as string)).toThrow(/CK101/);
    expect(resolveChannel(undefined, 'x'.repeat(200))).toHaveLength(200);
    expect(() => resolveChannel(channels, 'unknown')).toThrow(/CK106/);
    expect(
      resolveChannel(channels, { pattern: 'private-user.{userId}.invoices', params: { userId: 7 } }),
    ).toBe('private-user.7.invoices');
  });
  it('refuses two patterns that match the same name, among 500 of them too', () => {
    expect(() => defineChannels({ 'a.{x}': {}, 'a.b': {} })).toThrow(/CK104/);
    // All have the same prefix and suffix, as in an application with tenants.
    const many = Object.fromEntries(
      Array.from({ length: 500 }, (_, n) => [`private-{tenant}.kind-${n}.{id*}`, {}]),
    );
    expect(defineChannels(many).match('private-acme.kind-499.7.8')).toEqual({
      pattern: 'private-{tenant}.kind-499.{id*}',
      params: { tenant: 'acme', id: '7.8' },
    });
    expect(() => defineChannels({ ...many, 'private-acme.kind-{n}.x': {} })).toThrow(
      /CK104.*"private-\{tenant\}\.kind-0\.\{id\*\}" and "private-acme\.kind-\{n\}\.x"/,
    );
  });
  it('refuses bad patterns and reserved event names when it is defined', () => {
    expect(() => defineChannels({ 'a {x}': {} })).toThrow(/CK103/);
    expect(() => defineChannels({ 'a.{x}.{x}': {} })).toThrow(/CK103/);
    expect(() => defineChannels({ a: { 'pusher:x': event() } })).toThrow(/CK102/);
  });
  it('drops the private prefix on the wire with `privatePrefix: false`', () => {
    const legacy = defineChannels(
      { 'private-orders': {}, 'private-user.{userId}': {}, 'private-encrypted-x': {} },
      { privatePrefix: false },
    );
    expect(legacy.name('private-user.{userId}', { userId: 7 })).toBe('user.7');
    expect(legacy.match('user.7')).toEqual({ pattern: 'private-user.{userId}', params: { userId: '7' } });
    expect(resolveChannel(legacy, 'private-orders')).toBe('orders');
    expect(resolveChannel(legacy, 'private-encrypted-x')).toBe('private-encrypted-x');
    expect(() => defineChannels({ orders: {}, 'private-orders': {} }, { privatePrefix: false })).toThrow(
      /CK104/,
    );
  });
  it('looks up the events of a concrete name', () => {
    expect(describeChannel(channels, 'private-orders')?.events).toHaveProperty(['order.created']);
    expect(describeChannel(channels, 'nope')).toBeNull();
    expect(describeChannel(channels, 'private-orders')?.durable).toBe(false);
    const durable = defineChannels({ jobs: channel({ durable: true, events: { done: event() } }) });
    expect(describeChannel(durable, 'jobs')).toMatchObject({ durable: true, events: { done: event() } });
    const plain = defineChannels({ jobs: channel({ events: { done: event() } }) });
    expect(contractShape(durable as never)).not.toBe(contractShape(plain as never));
  });
});

describe('validation', () => {
  it('returns the output of the schema, or CK108 with the path', () => {
    const schema = z.object({ a: z.object({ b: z.coerce.number() }) });
    expect(validate(schema, { a: { b: '7' } }, 'x')).toEqual({ ok: true, value: { a: { b: 7 } } });
    const refused = validate(schema, { a: { b: 'seven' } }, 'event "x"');
    expect(refused).toMatchObject({ ok: false, error: { code: 'CK108' } });
    expect(refused.ok || refused.error.message).toContain('a.b');
  });
  it('accepts any Standard Schema', () => {
    const schema = v.object({ at: v.pipe(v.string(), v.transform(Number)) });
    expect(validate(schema, { at: '7' }, 'x')).toEqual({ ok: true, value: { at: 7 } });
    expect(validate(schema, { at: 7 }, 'x')).toMatchObject({ ok: false, error: { code: 'CK108' } });
  });
  it('refuses an asynchronous schema', () => {
    const slow = z.string().refine(async () => true);
    expect(validate(slow, 'a', 'x')).toMatchObject({ ok: false });
    const promised = {
      '~standard': { version: 1, vendor: 'test', validate: async () => ({ value: 1 }) },
    } as const;
    expect(validate(promised, 'a', 'x')).toMatchObject({ ok: false, error: { code: 'CK107' } });
    const fromAnotherRealm: Promise<{ value: number }> = runInNewContext('Promise.resolve({ value: 1 })');
    const foreign = {
      '~standard': { version: 1, vendor: 'test', validate: () => fromAnotherRealm },
    } as const;
    expect(validate(foreign, 'a', 'x')).toMatchObject({ ok: false, error: { code: 'CK107' } });
  });
  it('leaves no rejection of an asynchronous schema unhandled', async () => {
    const unhandled = vi.fn<() => void>();
    process.on('unhandledRejection', unhandled);
    const rejecting = {
      '~standard': { version: 1, vendor: 'test', validate: () => Promise.reject(new Error('late')) },
    } as const;
    expect(validate(rejecting, 'a', 'x')).toMatchObject({ ok: false, error: { code: 'CK107' } });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});
