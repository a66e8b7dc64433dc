// @vitest-environment node
import { expect, it } from 'vitest';
import { search } from './search.ts';

it('ends right or marked stale after any history of writes, losses, failures and reloads (7, 8)', async () => {
  const { failure, seed } = await search({ runs: 500, steps: 40 });
  expect(failure, `seed ${seed}`).toBeNull();
}, 60_000);
