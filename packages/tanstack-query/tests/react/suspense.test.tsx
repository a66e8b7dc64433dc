import { useSuspenseQuery } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { type ReactNode, Suspense } from 'react';
import { expect, it } from 'vitest';
import { useQueryBridge } from '../../src/react/index.ts';
import { createSurroundings, pass } from './support.tsx';

it('a Suspense query that was loading when an event came is fetched again (8)', async () => {
  const { wrapper, queryClient, queryFn, write, fetches } = createSurroundings();
  const Shown = (): ReactNode => (
    <p>{useSuspenseQuery({ queryKey: ['orders'], queryFn, staleTime: Number.POSITIVE_INFINITY }).data}</p>
  );
  const Page = ({ isShown }: { readonly isShown: boolean }): ReactNode => {
    useQueryBridge('private-orders');
    return <Suspense fallback="loading">{isShown && <Shown />}</Suspense>;
  };
  const { rerender } = render(<Page isShown={false} />, { wrapper });
  await pass(2_000);
  rerender(<Page isShown />);
  await pass(10);
  expect(screen.getByText('loading')).toBeDefined();
  expect(
    queryClient
      .getQueryCache()
      .find({ queryKey: ['orders'] })
      ?.getObserversCount(),
  ).toBe(0);
  write();
  await pass(1_500);
  expect(screen.getByRole('paragraph').textContent).toBe('1');
  expect(fetches.count).toBe(2);
  expect(queryClient.getQueryState(['orders'])?.isInvalidated).toBe(false);
});
