import { render, screen } from '@testing-library/react';
import { Activity } from 'react';
import { expect, it } from 'vitest';
import { useQueryBridge, useRealtimeQuery } from '../../src/react/index.ts';
import { createSurroundings, pass } from './support.tsx';

it.each([
  ['within the grace, by one fetch', 2_000, 1],
  ['after it, by one at once and one that began when it was live', 20_000, 2],
])(
  'shows what was written while it was hidden, revealed %s, and holds nothing for longer (2, 8)',
  async (_, hiddenFor, cost) => {
    const { wrapper: Wrapper, queryFn, write, fetches, server } = createSurroundings();
    const Orders = () => {
      useQueryBridge('private-orders');
      const { data, mode } = useRealtimeQuery({
        queryKey: ['orders'],
        queryFn,
        staleTime: Number.POSITIVE_INFINITY,
        live: 'private-orders',
      });
      return <p>{`${data} ${mode}`}</p>;
    };
    const page = (mode: 'visible' | 'hidden') => (
      <Wrapper>
        <Activity mode={mode}>
          <Orders />
        </Activity>
      </Wrapper>
    );
    const { rerender } = render(page('visible'));
    await pass(1_000);
    expect(screen.getByText('0 live')).toBeDefined();
    const before = fetches.count;
    rerender(page('hidden'));
    await pass(1_000);
    write();
    await pass(hiddenFor - 1_000);
    expect(fetches.count).toBe(before);
    expect(server.subscribers('private-orders')).toHaveLength(hiddenFor > 5_000 ? 0 : 1);
    rerender(page('visible'));
    await pass(2_000);
    expect(screen.getByText('1 live')).toBeDefined();
    expect(fetches.count).toBe(before + cost);
  },
);
