// @vitest-environment node
import { expect, it, vi } from 'vitest';
import { search } from './search.ts';

vi.mock('@tanstack/react-query', () => import('@tanstack/react-query-floor'));

it('ends right with the first TanStack Query 5 as well (7, 8)', async () => {
  // That version may leave a retry of a first load paused for ever; nothing is shown then, so nothing wrong is.
  const { failure, seed } = await search({ runs: 300, steps: 40, mustArrive: false });
  expect(failure, `seed ${seed}`).toBeNull();
}, 60_000);
