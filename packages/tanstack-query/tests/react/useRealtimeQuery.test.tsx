import type { RealtimeClient } from '@channelkit/core';
import { PusherProvider } from '@channelkit/react';
import { QueryClientProvider } from '@tanstack/react-query';
import { act, render, renderHook, screen } from '@testing-library/react';
import { Profiler } from 'react';
import { describe, expect, it } from 'vitest';
import { QueryBridgeProvider, useRealtimeQuery } from '../../src/react/index.ts';
import { orderRules } from '../support/harness.ts';
import { createSurroundings, pass } from './support.tsx';

const forever = Number.POSITIVE_INFINITY;

describe('useRealtimeQuery', () => {
  it('shows what events tell of, without polling', async () => {
    const { wrapper, queryFn, write, fetches } = createSurroundings();
    const { result } = renderHook(
      () => useRealtimeQuery({ queryKey: ['orders'], queryFn, staleTime: forever, live: 'private-orders' }),
      { wrapper },
    );
    expect(result.current.mode).toBe('connecting');
    await pass(2_000);
    expect(result.current).toMatchObject({ data: 0, isLive: true, mode: 'live' });
    const before = fetches.count;
    await pass(60_000);
    expect(fetches.count).toBe(before);
    write();
    await pass(300);
    expect(result.current.data).toBe(1);
    expect(fetches.count).toBe(before + 1);
  });

  it('refreshes a key that no rule knows by any event of its channel', async () => {
    const { wrapper, queryFn, write } = createSurroundings();
    const { result } = renderHook(
      () =>
        useRealtimeQuery({
          queryKey: ['elsewhere', { page: 1 }],
          queryFn,
          staleTime: forever,
          live: ['private-orders'],
        }),
      { wrapper },
    );
    await pass(2_000);
    write();
    await pass(300);
    expect(result.current.data).toBe(1);
  });

  it('costs one fetch when mounted on a channel that is live, StrictMode included', async () => {
    const { wrapper, queryFn, fetches } = createSurroundings();
    const Shown = ({ page }: { page: number }) => (
      <>{String(useRealtimeQuery({ queryKey: ['elsewhere', page], queryFn, live: 'private-orders' }).data)}</>
    );
    const { rerender } = render(<Shown page={1} />, { wrapper });
    await pass(2_000);
    const before = fetches.count;
    rerender(
      <>
        <Shown page={1} />
        <Shown page={2} />
      </>,
    );
    await pass(2_000);
    expect(fetches.count).toBe(before + 1);
  });

  it('costs one fetch when the whole page comes on a channel that others made live', async () => {
    const { queryFn, queryClient, client, fetches } = createSurroundings();
    client.acquire('private-orders');
    await pass(2_000);
    renderHook(() => useRealtimeQuery({ queryKey: ['elsewhere'], queryFn, live: 'private-orders' }), {
      // Not twice: React 18 mounts the bridge itself twice in StrictMode, after the fetch began.
      wrapper: ({ children }) => (
        <QueryClientProvider client={queryClient}>
          <PusherProvider client={client as unknown as RealtimeClient}>
            <QueryBridgeProvider rules={orderRules}>{children}</QueryBridgeProvider>
          </PusherProvider>
        </QueryClientProvider>
      ),
    });
    await pass(5_000);
    expect(fetches.count).toBe(1);
  });

  it('follows its channel: an event of the old one refreshes nothing', async () => {
    const { wrapper, queryFn, write, fetches, client, server } = createSurroundings();
    client.acquire('private-orders');
    const { rerender } = renderHook(
      ({ live }) => useRealtimeQuery({ queryKey: ['elsewhere'], queryFn, staleTime: forever, live }),
      { wrapper, initialProps: { live: 'private-orders' } },
    );
    await pass(2_000);
    rerender({ live: 'private-invoice.1' });
    await pass(2_000);
    const before = fetches.count;
    write();
    await pass(2_000);
    expect(fetches.count).toBe(before);
    server.trigger('private-invoice.1', 'invoice.updated', { invoiceId: 1 });
    await pass(2_000);
    expect(fetches.count).toBe(before + 1);
  });

  it('follows its key: the old one is left to itself', async () => {
    const { wrapper, queryFn, write, queryClient } = createSurroundings();
    const { result, rerender } = renderHook(
      ({ page }) =>
        useRealtimeQuery({
          queryKey: ['elsewhere', page],
          queryFn,
          staleTime: forever,
          live: 'private-orders',
        }),
      { wrapper, initialProps: { page: 1 } },
    );
    await pass(2_000);
    rerender({ page: 2 });
    await pass(2_000);
    write();
    await pass(300);
    expect(result.current.data).toBe(1);
    expect(queryClient.getQueryState(['elsewhere', 1])?.isInvalidated).toBe(false);
  });

  it('polls while the channel is denied, with one interval per mount (10)', async () => {
    const { wrapper, queryFn, auth, fetches } = createSurroundings();
    auth.answer(403);
    const { result } = renderHook(
      () => useRealtimeQuery({ queryKey: ['orders'], queryFn, live: 'private-orders', pollInterval: 1_000 }),
      { wrapper },
    );
    await pass(500);
    expect(result.current).toMatchObject({ isLive: false, mode: 'polling' });
    await pass(3_000);
    fetches.at.splice(0);
    await pass(10_000);
    const intervals = new Set(fetches.at.slice(1).map((at, index) => at - (fetches.at[index] ?? 0)));
    expect(intervals.size).toBe(1);
    const [interval] = intervals;
    expect(interval).toBeGreaterThanOrEqual(900);
    // TanStack counts from the end of a fetch, which takes 50 ms.
    expect(interval).toBeLessThanOrEqual(1_150);
  });

  it('polls for a parameter that no channel name can carry, reported once, and the page stays up (12)', async () => {
    const errors: unknown[] = [];
    const { wrapper, queryFn, fetches } = createSurroundings({ onError: (error) => errors.push(error) });
    const live = { pattern: 'private-invoice.{invoiceId}', params: { invoiceId: '../7' } };
    const { result } = renderHook(
      () => useRealtimeQuery({ queryKey: ['orders'], queryFn, live, pollInterval: 1_000 }),
      { wrapper },
    );
    await pass(500);
    expect(result.current).toMatchObject({ data: 0, isLive: false, mode: 'polling' });
    const [before, reported] = [fetches.count, errors.length];
    await pass(5_000);
    expect(fetches.count).toBeGreaterThan(before + 3);
    expect(errors).toHaveLength(reported);
    expect(errors[0]).toMatchObject({ code: 'CK105' });
  });

  it('says that it retries while its channel is live and the last fetch after an event failed (24)', async () => {
    const { wrapper, queryFn, write } = createSurroundings();
    const api = { isDown: false };
    const options = { queryKey: ['orders'], staleTime: forever, live: 'private-orders' };
    const read = async () => {
      if (api.isDown) throw new Error('the API is down');
      return queryFn();
    };
    const { result } = renderHook(() => useRealtimeQuery({ ...options, queryFn: read }), { wrapper });
    await pass(2_000);
    api.isDown = true;
    act(() => write());
    await pass(500);
    expect(result.current).toMatchObject({ data: 0, isLive: true, mode: 'retrying', isError: true });
    api.isDown = false;
    await pass(3_000);
    expect(result.current).toMatchObject({ data: 1, isLive: true, mode: 'live', isError: false });
  });

  it('re-renders for the fields that are read, and no others', async () => {
    const { wrapper, queryFn, queryClient } = createSurroundings();
    let renders = 0;
    const Shown = () => {
      const { data } = useRealtimeQuery({
        queryKey: ['orders'],
        queryFn,
        staleTime: forever,
        live: 'private-orders',
      });
      return <p>{String(data)}</p>;
    };
    const count = () => {
      renders += 1;
    };
    render(
      <Profiler id="shown" onRender={count}>
        <Shown />
      </Profiler>,
      { wrapper },
    );
    await pass(2_000);
    const before = renders;
    await act(async () => {
      await Promise.all([queryClient.refetchQueries({ queryKey: ['orders'] }), pass(100)]);
    });
    expect(screen.getByText('0')).toBeDefined();
    expect(renders).toBe(before);
  });

  it('gives a result that can be spread and looked through', async () => {
    const { wrapper, queryFn } = createSurroundings();
    const { result } = renderHook(
      () => useRealtimeQuery({ queryKey: ['orders'], queryFn, live: 'private-orders' }),
      { wrapper },
    );
    await pass(2_000);
    const { isLive, ...rest } = result.current;
    expect(isLive).toBe(true);
    expect(rest).toMatchObject({ data: 0, status: 'success', mode: 'live' });
    expect('mode' in result.current && 'data' in result.current).toBe(true);
  });

  it('never shows older data as fresh, whatever runs when an event comes (8)', async () => {
    const { wrapper, queryFn, write, queryClient } = createSurroundings();
    const shown: string[] = [];
    renderHook(
      () => {
        const { data, isStale } = useRealtimeQuery({
          queryKey: ['orders'],
          queryFn,
          staleTime: forever,
          live: 'private-orders',
        });
        shown.push(`${data} ${isStale ? 'stale' : 'fresh'}`);
      },
      { wrapper },
    );
    await pass(2_000);
    shown.splice(0);
    void queryClient.refetchQueries({ queryKey: ['orders'] });
    await pass(20);
    write();
    await pass(5);
    shown.splice(0);
    await pass(1_000);
    expect(shown).not.toContain('0 fresh');
    expect(shown.at(-1)).toBe('1 fresh');
  });
});
