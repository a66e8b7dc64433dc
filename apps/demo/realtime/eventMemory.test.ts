import { expect, it } from 'vitest';
import { createEventMemory } from './eventMemory.ts';

it('recognizes a repeated event by its id; an event without an id is always new', () => {
  const isFirst = createEventMemory(2);
  expect(['a', 'a', 'b', undefined, undefined, 'a'].map((eventId) => isFirst({ eventId }))).toEqual([
    true,
    false,
    true,
    true,
    true,
    false,
  ]);
  // It remembers only the newest ids.
  expect(['c', 'b', 'a'].map((eventId) => isFirst({ eventId }))).toEqual([true, false, true]);
});
