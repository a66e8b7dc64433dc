import { expect, it } from 'vitest';
import { createEventMemory } from './eventMemory.ts';

it('knows a repeated event by its id, and takes one without an id for new', () => {
  const isFirst = createEventMemory(2);
  expect(['a', 'a', 'b', undefined, undefined, 'a'].map((eventId) => isFirst({ eventId }))).toEqual([
    true,
    false,
    true,
    true,
    true,
    false,
  ]);
  // It remembers so many, the newest ones.
  expect(['c', 'b', 'a'].map((eventId) => isFirst({ eventId }))).toEqual([true, false, true]);
});
