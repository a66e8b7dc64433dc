import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compilePattern, patternsOverlap } from './pattern.ts';

const overlap = (first: string, second: string): boolean =>
  patternsOverlap(compilePattern(first), compilePattern(second));

/** Matches like a regular expression with greedy placeholders. */
function reference(pattern: string, name: string): Record<string, string> | null {
  const source = pattern
    .split(/(\{\w+\*?\})/)
    .map((part) => {
      const [, key, star] = /^\{(\w+)(\*?)\}$/.exec(part) ?? [];
      if (key === undefined) return part.replaceAll('.', '\\.');
      return `(?<${key}>[${star ? '.' : ''}A-Za-z0-9_\\-=@,;]+)`;
    })
    .join('');
  const found = new RegExp(`^${source}$`).exec(name);
  return found && { ...found.groups };
}

const literal = fc.string({ unit: fc.constantFrom('a', 'b', '-', '.'), maxLength: 3 });
const part = fc.tuple(literal, fc.constantFrom('', '*'));
const patterns = fc
  .tuple(fc.array(part, { maxLength: 4 }), literal)
  .map(([parts, end]) => parts.map(([text, star], n) => `${text}{k${n}${star}}`).join('') + end)
  .filter((pattern) => pattern !== '');
const names = fc.string({ unit: fc.constantFrom('a', 'b', '-', '.'), minLength: 1, maxLength: 12 });

it('matches what a regular expression matches, with the same values', () => {
  fc.assert(
    fc.property(patterns, names, (pattern, name) => {
      expect(compilePattern(pattern).match(name)).toEqual(reference(pattern, name));
    }),
    { numRuns: 2_000 },
  );
});

it('matches the names that it fills', () => {
  const values = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 }), {
    minLength: 5,
    maxLength: 5,
  });
  const { match, fill } = compilePattern('{k0}-{k1}.{k2}-x-{k3*}.{k4}');
  fc.assert(
    fc.property(values, (given) => {
      const params = Object.fromEntries(given.map((value, n) => [`k${n}`, value]));
      expect(match(fill(params))).toEqual(params);
    }),
  );
});

// A regular expression backtracks for seconds on each of these names.
it('matches hostile names in linear time', () => {
  const { match } = compilePattern('private-{a}-{b}-{c}-{d}-{e}-x');
  for (let n = 0; n < 2_000; n += 1) expect(match(`private-${'-'.repeat(154)}!x`)).toBeNull();
  const long = compilePattern(Array.from({ length: 20 }, (_, n) => `{k${n}}`).join('-'));
  expect(long.match('-'.repeat(164))).toMatchObject({ k19: '-' });
  expect(long.match(`${'-'.repeat(163)}!`)).toBeNull();
});

it('knows whether two patterns match a common name', () => {
  expect(overlap('{x}-b', 'a-{y}')).toBe(true);
  expect(overlap('user.{x*}', 'user.{x}.invoices')).toBe(true);
  expect(overlap('user.{x}', 'user.{x}.invoices')).toBe(false);
  expect(overlap('{x}.a', '{x}.b')).toBe(false);

  const short = fc
    .array(fc.constantFrom('a', '.', '{}', '{*}'), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.map((text, n) => text.replace('{', `{k${n}`)).join(''));
  const lengthen = (name: string) => ['a', '.', 'b'].map((character) => name + character);
  let all = [''];
  for (let length = 1; length <= 6; length += 1) all = [...new Set([...all, ...all.flatMap(lengthen)])];
  fc.assert(
    fc.property(short, short, (first, second) => {
      const [one, other] = [compilePattern(first), compilePattern(second)];
      expect(overlap(first, second)).toBe(all.some((name) => one.match(name) && other.match(name)));
    }),
    { numRuns: 300 },
  );
});
