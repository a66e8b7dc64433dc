import { useQuery } from '@tanstack/react-query';
import { act, render, renderHook, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { defineQueryRules } from '../../src/index.ts';
import {
  createQueryBridgeHooks,
  QueryBridgeProvider,
  useQueryBridge,
  useRealtimeQuery,
} from '../../src/react/index.ts';
import { channels } from '../support/contract.ts';
import { createSurroundings, pass } from './support.tsx';

describe('QueryBridgeProvider', () => {
  it('applies its rules to the channels that components hold', async () => {
    const { wrapper, queryFn, write } = createSurroundings();
    const { result } = renderHook(
      () => {
        useQueryBridge('private-orders');
        return useQuery({ queryKey: ['orders'], queryFn, staleTime: Number.POSITIVE_INFINITY });
      },
      { wrapper },
    );
    await pass(2_000);
    write();
    await pass(300);
    expect(result.current.data).toBe(1);
  });

  it('takes a pattern with its parameters', async () => {
    const { wrapper, server } = createSurroundings();
    const { rerender } = renderHook(
      ({ invoiceId }) => useQueryBridge('private-invoice.{invoiceId}', { invoiceId }),
      { wrapper, initialProps: { invoiceId: 1 } },
    );
    await pass(500);
    expect(server.subscribers('private-invoice.1')).toHaveLength(1);
    rerender({ invoiceId: 2 });
    await pass(10_000);
    expect(server.subscribers('private-invoice.1')).toHaveLength(0);
    expect(server.subscribers('private-invoice.2')).toHaveLength(1);
  });

  it('reports an invalid channel name, and the page stays up (12)', async () => {
    const errors: unknown[] = [];
    const { wrapper, server } = createSurroundings({ onError: (error) => errors.push(error) });
    renderHook(() => useQueryBridge('private-invoice.{invoiceId}', { invoiceId: 'a b' }), { wrapper });
    await pass(500);
    expect(errors).toContainEqual(expect.objectContaining({ code: 'CK105' }));
    expect(server.sockets).toHaveLength(0);
  });

  it('subscribes again for a user who signs out and in again', async () => {
    const { wrapper, server, auth, client } = createSurroundings();
    client.user.set(7);
    renderHook(() => useQueryBridge('private-user.{userId}.invoices', { userId: 7 }), { wrapper });
    await pass(500);
    auth.answer(403);
    act(() => client.user.set(null));
    await pass(500);
    expect(server.subscribers('private-user.7.invoices')).toHaveLength(0);
    auth.answer('ok');
    act(() => client.user.set(7));
    await pass(500);
    expect(server.subscribers('private-user.7.invoices')).toHaveLength(1);
  });

  it('has its rules already when createQueryBridgeHooks creates it', async () => {
    const { wrapper: Wrapper, queryFn, write, server } = createSurroundings();
    const elsewhere = defineQueryRules(channels, (on) => [on('private-orders', '*', () => [['elsewhere']])]);
    const hooks = createQueryBridgeHooks(elsewhere);
    const Shown = () => {
      hooks.useQueryBridge('private-invoice.{invoiceId}', { invoiceId: 1 });
      const { refetchInterval } = hooks.usePollingFallback('private-invoice.2');
      const { data } = hooks.useRealtimeQuery({
        queryKey: ['elsewhere'],
        queryFn,
        staleTime: Number.POSITIVE_INFINITY,
        live: 'private-orders',
      });
      return <p>{`${data} ${refetchInterval}`}</p>;
    };
    render(
      <Wrapper>
        <hooks.QueryBridgeProvider>
          <Shown />
        </hooks.QueryBridgeProvider>
      </Wrapper>,
    );
    await pass(2_000);
    write();
    await pass(500);
    expect(screen.getByRole('paragraph').textContent).toBe('1 false');
    expect(server.subscribers('private-invoice.1')).toHaveLength(1);
    expect(server.subscribers('private-invoice.2')).toHaveLength(1);
  });

  it('subscribes to nothing for null', async () => {
    const { wrapper, server } = createSurroundings();
    renderHook(() => useQueryBridge(null), { wrapper });
    await pass(500);
    expect(server.sockets).toHaveLength(0);
  });

  it('takes new rules at any render, and fetches newly mapped queries once', async () => {
    const surroundings = createSurroundings();
    const { wrapper: Wrapper, queryFn, queryClient, fetches } = surroundings;
    const other = defineQueryRules(channels, (on) => [on('private-orders', '*', () => [['other']])]);
    const none = defineQueryRules(channels, () => []);
    const Shown = () => {
      useQueryBridge('private-orders');
      return (
        <>{String(useQuery({ queryKey: ['other'], queryFn, staleTime: Number.POSITIVE_INFINITY }).data)}</>
      );
    };
    const tree = (rules: typeof other) => (
      <Wrapper>
        <QueryBridgeProvider rules={rules}>
          <Shown />
        </QueryBridgeProvider>
      </Wrapper>
    );
    const { rerender } = render(tree(none));
    await pass(2_000);
    const before = fetches.count;
    rerender(tree(other));
    await pass(500);
    expect(fetches.count).toBe(before + 1);
    rerender(tree({ ...other }));
    await pass(500);
    expect(fetches.count).toBe(before + 1);
    expect(queryClient.getQueryState(['other'])?.isInvalidated).toBe(false);
  });

  it('leaves no listener behind (15)', async () => {
    const { wrapper, queryFn, queryClient } = createSurroundings();
    const { unmount } = renderHook(
      () => useRealtimeQuery({ queryKey: ['orders'], queryFn, live: 'private-orders' }),
      { wrapper },
    );
    await pass(2_000);
    unmount();
    await pass(10_000);
    expect(queryClient.getQueryCache().hasListeners()).toBe(false);
    expect(queryClient.getMutationCache().hasListeners()).toBe(false);
  });
});
