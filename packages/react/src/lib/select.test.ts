import { expect, it } from 'vitest';
import { select } from './select.ts';

it.each([
  [{ a: 1 }, { a: 1 }, true],
  [{ a: 1 }, { b: 1 }, false],
  [{ a: undefined }, { b: undefined }, false],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [[1, 2], [1, 2], true],
  [[1, 2], [2, 1], false],
  [[], {}, false],
  [null, {}, false],
  ['x', 'x', true],
  [Number.NaN, Number.NaN, true],
])('keeps the identity of %j when it becomes %j: %s', (before, after, keeps) => {
  let snapshot: { value: unknown } = { value: before };
  const read = select(
    () => snapshot,
    ({ value }) => value,
  );
  const first = read();
  expect(read()).toBe(first);
  snapshot = { value: after };
  expect(Object.is(read(), first)).toBe(keeps);
});

it('calls the selector once per snapshot', () => {
  let calls = 0;
  const snapshot = {};
  const read = select(
    () => snapshot,
    () => {
      calls += 1;
      return {};
    },
  );
  expect(read()).toBe(read());
  expect(calls).toBe(1);
});
