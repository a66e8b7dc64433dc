// @vitest-environment node
import { renderToString } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import { useQueryBridge, useRealtimeQuery } from '../../src/react/index.ts';
import { createSurroundings } from './support.tsx';

it('renders `connecting` on a server, without a socket, listener, fetch or random number (5, 6)', () => {
  const random = vi.spyOn(Math, 'random');
  const { wrapper: Wrapper, queryFn, queryClient, server, fetches } = createSurroundings();
  const Shown = () => {
    useQueryBridge('private-invoice.1');
    const { mode, isLive } = useRealtimeQuery({ queryKey: ['orders'], queryFn, live: 'private-orders' });
    return <p>{`${mode} ${isLive}`}</p>;
  };
  const html = renderToString(
    <Wrapper>
      <Shown />
    </Wrapper>,
  );
  expect(html).toContain('connecting false');
  expect(random).not.toHaveBeenCalled();
  expect(server.connectCount).toBe(0);
  expect(fetches.count).toBe(0);
  expect(queryClient.getQueryCache().hasListeners()).toBe(false);
});

it('throws CK502 without a provider', () => {
  const Shown = () => {
    useQueryBridge('private-orders');
    return null;
  };
  expect(() => renderToString(<Shown />)).toThrow(expect.objectContaining({ code: 'CK502' }));
});
