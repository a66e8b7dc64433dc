import { runInNewContext } from 'node:vm';
import * as v from 'valibot';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { defineChannels, event } from './index.ts';
import { patternsOverlap } from './pattern.ts';
import { describeChannel, resolveChannel } from './resolveChannel.ts';
import { validate } from './validation.ts';

const channels = defineChannels({
  'private-orders': { 'order.created': z.object({ orderId: z.number() }) },
  'private-user.{userId}.invoices': { 'payment.received': event<{ invoiceId: string }>() },
  'private-{a}-{b}': { ping: event() },
  'files.{path*}': { changed: event() },
});

describe('a contract', () => {
  it('makes a name from a pattern and reads it back', () => {
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
  it('refuses names that break the rules of Pusher or that crash pusher-js (12)', () => {
    expect(() => resolveChannel(undefined, 'with space')).toThrow(/CK101/);
    expect(() => resolveChannel(undefined, 'x'.repeat(165))).toThrow(/CK101/);
    expect(() => resolveChannel(undefined, '__proto__')).toThrow(/CK101/);
    expect(() => resolveChannel(channels, 'unknown')).toThrow(/CK106/);
    expect(
      resolveChannel(channels, { pattern: 'private-user.{userId}.invoices', params: { userId: 7 } }),
    ).toBe('private-user.7.invoices');
  });
  it('refuses two patterns that fit one name', () => {
    expect(() => defineChannels({ 'a.{x}': {}, 'a.b': {} })).toThrow(/CK104/);
    expect(patternsOverlap('{x}-b', 'a-{y}')).toBe(true);
    expect(patternsOverlap('user.{x}', 'user.{x}.invoices')).toBe(false);
    expect(patternsOverlap('user.{x*}', 'user.{x}.invoices')).toBe(true);
  });
  it('refuses bad patterns and reserved event names at definition', () => {
    expect(() => defineChannels({ 'a {x}': {} })).toThrow(/CK103/);
    expect(() => defineChannels({ 'a.{x}.{x}': {} })).toThrow(/CK103/);
    expect(() => defineChannels({ a: { 'pusher:x': event() } })).toThrow(/CK102/);
  });
  it('drops the private prefix on the wire for back ends that send to the public name', () => {
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
  it('describes a channel by its name', () => {
    expect(describeChannel(channels, 'private-orders')?.events).toHaveProperty(['order.created']);
    expect(describeChannel(channels, 'nope')).toBeNull();
  });
});

describe('validation', () => {
  it('returns the output of a schema or a coded error with the path', () => {
    const schema = z.object({ a: z.object({ b: z.coerce.number() }) });
    expect(validate(schema, { a: { b: '7' } }, 'x')).toEqual({ ok: true, value: { a: { b: 7 } } });
    const refused = validate(schema, { a: { b: 'seven' } }, 'event "x"');
    expect(refused).toMatchObject({ ok: false, error: { code: 'CK108' } });
    expect(refused.ok || refused.error.message).toContain('a.b');
  });
  it('takes any Standard Schema', () => {
    const schema = v.object({ at: v.pipe(v.string(), v.transform(Number)) });
    expect(validate(schema, { at: '7' }, 'x')).toEqual({ ok: true, value: { at: 7 } });
    expect(validate(schema, { at: 7 }, 'x')).toMatchObject({ ok: false, error: { code: 'CK108' } });
  });
  it('answers an asynchronous schema with a coded error', () => {
    const slow = z.string().refine(async () => true);
    expect(validate(slow, 'a', 'x')).toMatchObject({ ok: false });
    const promised = {
      '~standard': { version: 1, vendor: 'test', validate: async () => ({ value: 1 }) },
    } as const;
    expect(validate(promised, 'a', 'x')).toMatchObject({ ok: false, error: { code: 'CK107' } });
    const ofAnotherRealm: Promise<{ value: number }> = runInNewContext('Promise.resolve({ value: 1 })');
    const foreign = {
      '~standard': { version: 1, vendor: 'test', validate: () => ofAnotherRealm },
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
