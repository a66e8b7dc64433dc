import { createManualTimers } from '@channelkit/core/testing';
import { createRealtimeWrapper } from '@channelkit/react/testing';
import { useSuspenseQuery } from '@tanstack/react-query';
import { act, render, renderHook, screen } from '@testing-library/react';
import { Suspense } from 'react';
import { describe, expect, it } from 'vitest';
import { usePollingFallback } from '../../src/react/index.ts';
import { createSurroundings, pass } from './support.tsx';

const show = (
  surroundings: ReturnType<typeof createSurroundings>,
  channel: string | readonly string[] | null,
) => renderHook(() => usePollingFallback(channel, { interval: 10_000 }), { wrapper: surroundings.wrapper });

describe('the mode of a page (10)', () => {
  it('is connecting, then live', async () => {
    const { result } = show(createSurroundings(), 'private-orders');
    expect(result.current).toEqual({ isLive: false, mode: 'connecting', refetchInterval: false });
    await pass(500);
    expect(result.current).toEqual({ isLive: true, mode: 'live', refetchInterval: false });
  });

  it('is polling after three seconds without an answer', async () => {
    const surroundings = createSurroundings();
    surroundings.server.answerConnects('silence');
    const { result } = show(surroundings, 'private-orders');
    await pass(2_900);
    expect(result.current.mode).toBe('connecting');
    await pass(200);
    expect(result.current.mode).toBe('polling');
  });

  it('waits on the timers of the client', async () => {
    const timers = createManualTimers();
    const { wrapper, server, client } = createRealtimeWrapper({ timers });
    server.answerConnects('silence');
    const { result, unmount } = renderHook(() => usePollingFallback('private-orders'), { wrapper });
    await act(() => timers.advance(2_900));
    expect(result.current.mode).toBe('connecting');
    await act(() => timers.advance(200));
    expect(result.current.mode).toBe('polling');
    unmount();
    client.dispose();
  });

  it('is polling at once after a final refusal', async () => {
    const surroundings = createSurroundings();
    surroundings.auth.answer(403);
    const { result } = show(surroundings, 'private-orders');
    await pass(200);
    expect(result.current.mode).toBe('polling');
  });

  it('is polling for a parameter that no channel name can carry, and the page stays up (12)', async () => {
    const errors: unknown[] = [];
    const { wrapper } = createSurroundings({ onError: (error) => errors.push(error) });
    const channel = { pattern: 'private-invoice.{invoiceId}', params: { invoiceId: 'a b' } };
    const { result } = renderHook(() => usePollingFallback(['private-orders', channel]), { wrapper });
    await pass(500);
    expect(result.current).toMatchObject({ isLive: false, mode: 'polling' });
    expect(errors).toContainEqual(expect.objectContaining({ code: 'CK105' }));
  });

  it('follows a user who leaves and comes back', async () => {
    const surroundings = createSurroundings();
    const { client, auth } = surroundings;
    client.user.set(7);
    const { result } = show(surroundings, 'private-user.7.invoices');
    await pass(500);
    expect(result.current.mode).toBe('live');
    auth.answer(403, { times: 1 });
    act(() => client.user.set(8));
    expect(result.current.isLive).toBe(false);
    await pass(500);
    expect(result.current.mode).toBe('polling');
    act(() => client.user.set(7));
    await pass(500);
    expect(result.current).toMatchObject({ isLive: true, mode: 'live' });
  });

  it('is live from the first render on where others hold the channels, and says nothing of the old ones in the render that brings others', async () => {
    const { wrapper: Wrapper, client } = createSurroundings();
    const lease = client.acquire('private-orders');
    await pass(500);
    const seen: string[] = [];
    const Page = ({ channel }: { channel: string }) => {
      const { mode, isLive } = usePollingFallback(channel);
      seen.push(`${channel} ${mode} ${isLive}`);
      return null;
    };
    const page = (channel: string) => (
      <Wrapper>
        <Page channel={channel} />
      </Wrapper>
    );
    const { rerender } = render(page('private-orders'));
    await pass(500);
    expect(new Set(seen)).toEqual(new Set(['private-orders live true']));
    seen.length = 0;
    rerender(page('private-invoice.1'));
    await pass(500);
    expect([...new Set(seen)]).toEqual(['private-invoice.1 connecting false', 'private-invoice.1 live true']);
    lease.release();
  });

  it('outlives a drop shorter than three seconds', async () => {
    const surroundings = createSurroundings();
    const { result } = show(surroundings, 'private-orders');
    await pass(500);
    surroundings.server.drop();
    await pass(5);
    expect(result.current).toMatchObject({ isLive: false, mode: 'live' });
    await pass(2_500);
    expect(result.current).toMatchObject({ isLive: true, mode: 'live' });
  });

  it('goes to polling in a longer one, and back by itself', async () => {
    const surroundings = createSurroundings();
    const { result } = show(surroundings, 'private-orders');
    await pass(500);
    surroundings.server.goDown();
    await pass(4_000);
    expect(result.current.mode).toBe('polling');
    surroundings.server.goUp();
    await pass(60_000);
    expect(result.current).toMatchObject({ isLive: true, mode: 'live', refetchInterval: false });
  });

  it('is live only when all of several channels are', async () => {
    const surroundings = createSurroundings();
    surroundings.auth.answer(403, { channel: 'private-orders' });
    const { result } = show(surroundings, ['private-invoice.1', 'private-orders']);
    await pass(500);
    expect(result.current.mode).toBe('polling');
  });

  it('is polling for what has no channel', async () => {
    const { result } = show(createSurroundings(), null);
    await pass(3_100);
    expect(result.current.mode).toBe('polling');
  });

  it('polls at an interval of its own, drawn once, within a tenth', async () => {
    const surroundings = createSurroundings();
    const { result, rerender } = show(surroundings, null);
    await pass(3_100);
    const { refetchInterval } = result.current;
    expect(refetchInterval).toBeGreaterThanOrEqual(9_000);
    expect(refetchInterval).toBeLessThanOrEqual(11_000);
    rerender();
    expect(result.current.refetchInterval).toBe(refetchInterval);
  });

  it('holds its channels while mounted and no longer (15)', async () => {
    const surroundings = createSurroundings();
    const { unmount } = show(surroundings, 'private-orders');
    await pass(500);
    expect(surroundings.server.subscribers('private-orders')).toHaveLength(1);
    unmount();
    await pass(10_000);
    expect(surroundings.server.subscribers('private-orders')).toHaveLength(0);
  });

  it('composes with a query hook of Suspense', async () => {
    const { wrapper, auth, queryFn, fetches } = createSurroundings();
    auth.answer(403);
    const Shown = () => {
      const { refetchInterval } = usePollingFallback('private-orders', { interval: 1_000 });
      return <p>{useSuspenseQuery({ queryKey: ['orders'], queryFn, refetchInterval }).data}</p>;
    };
    render(
      <Suspense fallback="…">
        <Shown />
      </Suspense>,
      { wrapper },
    );
    await pass(1_000);
    expect(screen.getByText('0')).toBeDefined();
    const before = fetches.count;
    await pass(10_000);
    expect(fetches.count).toBeGreaterThan(before + 5);
  });
});
