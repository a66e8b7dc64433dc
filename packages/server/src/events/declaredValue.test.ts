import { event } from '@channelkit/core/contract';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { declaredValue } from './declaredValue.ts';

const read = (definition: z.ZodType, value: unknown) =>
  declaredValue({ definition, subject: 'event "e"' }, value);
const name = z.object({ name: z.string() });

describe('declaredValue', () => {
  it.each<[string, z.ZodType, unknown, unknown]>([
    ['a key that the schema strips', name, { name: 'a', x: 1 }, { name: 'a' }],
    ['nothing of a loose schema', z.looseObject({}), { x: { y: 1 } }, { x: { y: 1 } }],
    ['nothing of a record', z.record(z.string(), name), { k: { name: 'a' } }, { k: { name: 'a' } }],
    ['keys below a record', z.record(z.string(), name), { k: { name: 'a', x: 1 } }, { k: { name: 'a' } }],
    [
      'what the chosen member of a union strips',
      z.union([z.object({ a: z.number() }), z.object({ b: z.number() })]),
      { a: 1, b: 2 },
      { a: 1 },
    ],
  ])('leaves out %s', (_, schema, value, sent) => {
    expect(read(schema, value)).toEqual(sent);
  });

  it.each<[string, z.ZodType, unknown, unknown]>([
    ['converts', z.object({ id: z.string().transform(Number) }), { id: '7', x: 1 }, { id: '7' }],
    ['renames', name.transform((o) => ({ title: o.name })), { name: 'a', x: 1 }, { name: 'a' }],
    [
      'renames to a key of the input',
      name.transform((o) => ({ x: o.name })),
      { name: 'a', x: 1 },
      { name: 'a' },
    ],
    ['takes apart', name.transform((o) => o.name), { name: 'a', x: { y: 1 } }, { name: 'a' }],
    [
      'takes apart below',
      z.object({ by: name.transform((o) => o.name) }).transform((o) => o.by),
      { by: { name: 'a', x: 1 }, x: 1 },
      { by: { name: 'a' } },
    ],
    [
      'sums a list',
      z.array(z.object({ n: z.number() })).transform((all) => all.reduce((sum, { n }) => sum + n, 0)),
      [
        { n: 1, x: 1 },
        { n: 2, x: 1 },
      ],
      [{ n: 1 }, { n: 2 }],
    ],
    ['makes a bigint', z.object({ id: z.string().transform(BigInt) }), { id: '7', x: 1 }, { id: '7' }],
    [
      'makes a set',
      z.object({ ids: z.array(z.number()).transform((ids) => new Set(ids)) }),
      { ids: [1], x: 1 },
      { ids: [1] },
    ],
    [
      'shows an optional key only in a set',
      z.object({ a: z.array(z.number()).optional() }).transform(({ a }) => new Set(a)),
      { a: [1], x: 1 },
      { a: [1] },
    ],
    [
      'shows an optional key only in a map',
      z.object({ a: z.string().optional() }).transform((o) => new Map(Object.entries(o))),
      { a: 'a', x: 1 },
      { a: 'a' },
    ],
    [
      'reads one element of a list, whose others must not move',
      z.array(z.string().optional()).transform(([, second]) => second),
      ['a', 'b'],
      ['a', 'b'],
    ],
    ['fills in a default', z.object({ n: z.number().default(1) }), { x: 1 }, {}],
  ])('keeps the input of a schema that %s, without the rest', (_, schema, value, sent) => {
    const kept = read(schema, value);
    expect(kept).toEqual(sent);
    expect(schema.parse(kept)).toEqual(schema.parse(value));
  });

  it('refuses what it cannot tell apart: a schema that answers differently each time (13)', () => {
    let calls = 0;
    const schema = name.transform((o) => {
      calls += 1;
      return { ...o, at: calls };
    });
    expect(() => read(schema, { name: 'a', passwordHash: 'x' })).toThrow(/CK108.*unknown keys/);
    expect(read(schema, { name: 'a' })).toEqual({ name: 'a' });
  });

  it('refuses an output that cannot be compared (13)', () => {
    const schema = name.transform((o) => {
      const cyclic: Record<string, unknown> = { title: o.name };
      return Object.assign(cyclic, { cyclic });
    });
    expect(() => read(schema, { name: 'a', passwordHash: 'x' })).toThrow(/CK108.*unknown keys/);
  });

  it('takes what a validator that changes its input leaves', () => {
    const validate = (value: unknown) => {
      Reflect.deleteProperty(value as object, 'x');
      return { value };
    };
    const definition = { '~standard': { version: 1, vendor: 'own', validate } } as const;
    expect(declaredValue({ definition, subject: 'e' }, { name: 'a', x: 1 })).toEqual({ name: 'a' });
  });

  it('changes nothing that has no schema', () => {
    const value = { x: 1 };
    expect(declaredValue({ definition: event(), subject: 'e' }, value)).toBe(value);
  });

  it('keeps the message of a schema on one line', () => {
    const schema = z.strictObject({});
    expect(() => read(schema, { 'a\n[CRITICAL] forged': 1 })).toThrow(/^[^\n]*\\u000a[^\n]*$/);
  });
});
