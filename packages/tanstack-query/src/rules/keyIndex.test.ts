// @vitest-environment node
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeyIndex } from './keyIndex.ts';
import { matchesPrefix } from './queryTarget.ts';

const part = fc.oneof(
  fc.constantFrom<unknown>('a', 'b', 1, null, undefined),
  fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom(1, 2), { maxKeys: 2, noNullPrototype: true }),
);
const key = fc.array(part, { maxLength: 3 });

it('finds exactly the keys that a comparison of all of them finds, after any additions and removals', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.boolean()), { maxLength: 12 }), key, (entries, asked) => {
      const index = new KeyIndex<number>();
      for (const [id, [added]] of entries.entries()) index.add(added, id);
      for (const [id, [removed, stays]] of entries.entries()) if (!stays) index.delete(removed, id);
      const ids = (match: (own: readonly unknown[]) => boolean) =>
        [...entries.entries()].filter(([, [own, stays]]) => stays && match(own)).map(([id]) => id);
      const sorted = (found: readonly number[]) => [...found].sort((a, b) => a - b);
      expect(sorted(index.under(asked))).toEqual(ids((own) => matchesPrefix(own, asked)));
      expect(sorted(index.along(asked))).toEqual(ids((own) => matchesPrefix(asked, own)));
    }),
    { numRuns: 2_000 },
  );
});
