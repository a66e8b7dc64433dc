import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { Fragment, type ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { QueryBridgeProvider, useQueryBridge, useRealtimeQuery } from '../../src/react/index.ts';
import { orderRules } from '../support/harness.ts';
import { createSurroundings, pass, type Surroundings } from './support.tsx';

const forever = Number.POSITIVE_INFINITY;

const isWatched = (queryClient: QueryClient): boolean =>
  queryClient.getQueryCache().hasListeners() ||
  queryClient
    .getQueryCache()
    .getAll()
    .some((query) => Object.hasOwn(query, 'fetch'));

function Orders({ queryFn }: Pick<Surroundings, 'queryFn'>): ReactNode {
  useQueryBridge('private-orders');
  return <p>{String(useQuery({ queryKey: ['orders'], queryFn, staleTime: forever }).data)}</p>;
}

function Elsewhere({ queryFn }: Pick<Surroundings, 'queryFn'>): ReactNode {
  const { data } = useRealtimeQuery({
    queryKey: ['elsewhere'],
    queryFn,
    staleTime: forever,
    live: 'private-orders',
  });
  return <p>{String(data)}</p>;
}

const shown = () => screen.getByRole('paragraph').textContent;

describe.each([
  ['by the QueryClientProvider', 'context'],
  ['by the prop of the QueryBridgeProvider', 'prop'],
] as const)('a QueryClient that is replaced %s', (_title, way) => {
  const clients: QueryClient[] = [];
  const make = (): QueryClient => {
    const queryClient = new QueryClient();
    clients.push(queryClient);
    return queryClient;
  };

  function page(surroundings: Surroundings, queryClient: QueryClient, children: ReactNode) {
    const Socket = surroundings.wrapper;
    return (
      <Socket>
        <QueryClientProvider client={queryClient}>
          <QueryBridgeProvider rules={orderRules} {...(way === 'prop' ? { queryClient } : {})}>
            {/* TanStack's mounted hooks stay with the client that they began with. */}
            <Fragment key={clients.indexOf(queryClient)}>{children}</Fragment>
          </QueryBridgeProvider>
        </QueryClientProvider>
      </Socket>
    );
  }

  it('is released by the bridge, with owed queries marked (8, 15)', async () => {
    const surroundings = createSurroundings();
    const { queryFn, write } = surroundings;
    const [first, second] = [make(), make()];
    const { rerender } = render(page(surroundings, first, <Orders queryFn={queryFn} />));
    await pass(2_000);
    act(() => write());
    await pass(5);
    rerender(page(surroundings, second, <Orders queryFn={queryFn} />));
    await pass(2_000);
    expect(first.getQueryState(['orders'])?.isInvalidated).toBe(true);
    expect(first.getQueryData(['orders'])).toBe(0);
    expect(isWatched(first)).toBe(false);
    expect(isWatched(second)).toBe(true);
  });

  it('leaves the channel subscribed, and the new one gets its events (3)', async () => {
    const surroundings = createSurroundings();
    const { queryFn, write, server, fetches } = surroundings;
    const { rerender } = render(page(surroundings, make(), <Orders queryFn={queryFn} />));
    await pass(2_000);
    rerender(page(surroundings, make(), <Orders queryFn={queryFn} />));
    await pass(2_000);
    expect(server.received('pusher:subscribe')).toHaveLength(1);
    const before = fetches.count;
    write();
    await pass(500);
    expect(shown()).toBe('1');
    expect(fetches.count).toBe(before + 1);
  });

  it('fetches what the new one had before, and not what it fetched itself (7)', async () => {
    const surroundings = createSurroundings();
    const { queryFn, write, fetches } = surroundings;
    const { rerender } = render(page(surroundings, make(), <Orders queryFn={queryFn} />));
    await pass(2_000);
    const seeded = make();
    seeded.setQueryData(['orders'], 0);
    write();
    await pass(500);
    fetches.count = 0;
    rerender(page(surroundings, seeded, <Orders queryFn={queryFn} />));
    await pass(2_000);
    expect(shown()).toBe('1');
    expect(fetches.count).toBe(1);
    rerender(page(surroundings, make(), <Orders queryFn={queryFn} />));
    await pass(2_000);
    expect(shown()).toBe('1');
    expect(fetches.count).toBe(2);
  });

  it('links keys that no rule covers to the new one', async () => {
    const surroundings = createSurroundings();
    const { queryFn, write } = surroundings;
    const { rerender } = render(page(surroundings, make(), <Elsewhere queryFn={queryFn} />));
    await pass(2_000);
    rerender(page(surroundings, make(), <Elsewhere queryFn={queryFn} />));
    await pass(2_000);
    write();
    await pass(500);
    expect(shown()).toBe('1');
  });
});

it('refetches queries that are created after clear() (8)', async () => {
  const { wrapper, queryClient, queryFn, write, fetches } = createSurroundings();
  const { rerender } = render(<Orders queryFn={queryFn} />, { wrapper });
  await pass(2_000);
  write();
  await pass(10);
  act(() => queryClient.clear());
  rerender(<Orders queryFn={queryFn} />);
  await pass(2_000);
  expect(shown()).toBe('1');
  const before = fetches.count;
  write();
  await pass(500);
  expect(shown()).toBe('2');
  expect(fetches.count).toBe(before + 1);
});
