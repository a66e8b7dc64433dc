// @vitest-environment node
import { expect, it } from 'vitest';
import { search } from './search.ts';

it('ends right with the first TanStack Query 5 as well (7, 8)', async () => {
  // That version may leave the retry of a first load paused forever. Nothing is shown then, so nothing is wrong.
  const { failure, seed } = await search({ runs: 300, steps: 40, mustArrive: false });
  expect(failure, `seed ${seed}`).toBeNull();
}, 60_000);
