// @vitest-environment node
import { partialMatchKey } from '@tanstack/react-query';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchesPrefix } from './queryTarget.ts';

const part = fc.letrec((tie) => ({
  value: fc.oneof(
    fc.constantFrom<unknown>('a', 'b', 1, 2, null, true, undefined),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('x', 'y'), tie('value'), { maxKeys: 2, noNullPrototype: true }),
  ),
})).value;

it('matches keys exactly as TanStack Query does', () => {
  const key = fc.array(part, { maxLength: 3 });
  fc.assert(
    fc.property(key, key, (whole, prefix) => {
      expect(matchesPrefix(whole, prefix)).toBe(partialMatchKey(whole, prefix));
    }),
    { numRuns: 2_000 },
  );
});

it('does not match a key that is shorter than the prefix', () => {
  expect(matchesPrefix(['orders', 'list', { page: 1, size: 5 }], ['orders', 'list', { page: 1 }])).toBe(true);
  expect(matchesPrefix(['orders'], ['orders', 'list'])).toBe(false);
});
