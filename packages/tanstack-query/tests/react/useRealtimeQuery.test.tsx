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
  it('refetches for events, without polling', async () => {
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

  it('refetches a key that no rule covers for any event of its channel', async () => {
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

  it('fetches once when it is mounted on a live channel, in StrictMode too', async () => {
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

  it('fetches once when the whole page is mounted on a channel that others hold', async () => {
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

  it('ignores events of its old channel when the channel changes', async () => {
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

  it('ignores its old key when the key changes', async () => {
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

  it('polls for an invalid channel name, which is reported once (12)', async () => {
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

  it('has the mode `retrying` while its channel is live and the last fetch after an event failed (24)', async () => {
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

  it.each([
    ['twice where its first fetch does not wait for the channel', 0, 40],
    ['once where it does', 1_000, 20],
  ])('fetches each query of a page that loads %s (7, 8)', async (_title, waitForLive, expected) => {
    const { wrapper, queryFn, fetches, write } = createSurroundings();
    const Shown = ({ id }: { id: number }) => {
      const options = { queryKey: ['orders', id], queryFn, staleTime: forever, waitForLive };
      const { data, mode } = useRealtimeQuery({ ...options, live: 'private-orders' });
      return <p>{`${data} ${mode}`}</p>;
    };
    const ids = Array.from({ length: 20 }, (_, id) => id);
    render(
      ids.map((id) => <Shown key={id} id={id} />),
      { wrapper },
    );
    await pass(5_000);
    expect(fetches.count).toBe(expected);
    act(() => write());
    await pass(500);
    expect(screen.getAllByText('1 live')).toHaveLength(20);
    expect(fetches.count).toBe(expected + 20);
  });

  it('waits for the channel no longer than `waitForLive`, and fetches again when it is live (8)', async () => {
    const { wrapper, queryFn, fetches, server } = createSurroundings();
    server.answerConnects('silence');
    const { result } = renderHook(
      () =>
        useRealtimeQuery({
          queryKey: ['orders'],
          queryFn,
          staleTime: forever,
          live: 'private-orders',
          pollInterval: 600_000,
          waitForLive: 1_000,
        }),
      { wrapper },
    );
    await pass(900);
    expect([fetches.count, result.current.isLoading]).toEqual([0, true]);
    await pass(300);
    expect([fetches.count, result.current.data]).toEqual([1, 0]);
    server.answerConnects('accept');
    await pass(60_000);
    expect([fetches.count, result.current.mode]).toEqual([2, 'live']);
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

  it('returns a result that can be spread and enumerated', async () => {
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
