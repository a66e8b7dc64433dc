import type { RealtimeClient } from '@channelkit/core';
import { createManualTimers } from '@channelkit/core/testing';
import { PusherProvider } from '@channelkit/react';
import { createRealtimeWrapper } from '@channelkit/react/testing';
import { useSuspenseQuery } from '@tanstack/react-query';
import { act, render, renderHook, screen } from '@testing-library/react';
import { Suspense } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { describe, expect, it, vi } from 'vitest';
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
    await pass(10_000);
    expect(result.current.mode).toBe('live');
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

  it.each(['closed', 'failed', 'disabled'])('is polling at once when the connection is %s', async (state) => {
    const timers = createManualTimers();
    const key = state === 'disabled' ? '' : 'key';
    const { wrapper, server, client } = createRealtimeWrapper({ timers, key });
    if (state === 'failed') server.answerConnects({ close: 4001 });
    const { result, unmount } = renderHook(() => usePollingFallback('private-orders'), { wrapper });
    await act(() => timers.advance(500));
    if (state === 'closed') {
      expect(result.current.mode).toBe('live');
      act(() => client.disconnect());
    }
    expect(client.connection.getSnapshot().state).toBe(state);
    expect(result.current).toMatchObject({ isLive: false, mode: 'polling' });
    unmount();
    client.dispose();
  });

  it('is polling after three seconds whatever the attempts, and does not render for further ones', async () => {
    const surroundings = createSurroundings();
    surroundings.auth.answer(500);
    const renders = vi.fn();
    const { result } = renderHook(
      () => {
        renders();
        return usePollingFallback('private-orders');
      },
      { wrapper: surroundings.wrapper },
    );
    await pass(3_100);
    expect(surroundings.auth.requests.length).toBeGreaterThan(1);
    expect(result.current.mode).toBe('polling');
    renders.mockClear();
    await pass(60_000);
    expect(renders).not.toHaveBeenCalled();
  });

  it('is polling at once after a final refusal', async () => {
    const surroundings = createSurroundings();
    surroundings.auth.answer(403);
    const { result } = show(surroundings, 'private-orders');
    await pass(200);
    expect(result.current.mode).toBe('polling');
  });

  it('is polling for an invalid channel name, and the page stays up (12)', async () => {
    const errors: unknown[] = [];
    const { wrapper } = createSurroundings({ onError: (error) => errors.push(error) });
    const channel = { pattern: 'private-invoice.{invoiceId}', params: { invoiceId: 'a b' } };
    const { result } = renderHook(() => usePollingFallback(['private-orders', channel]), { wrapper });
    await pass(500);
    expect(result.current).toMatchObject({ isLive: false, mode: 'polling' });
    expect(errors).toContainEqual(expect.objectContaining({ code: 'CK105' }));
  });

  it('is live again for a user who signs out and in again', async () => {
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

  it('is live from the first render on where others hold the channels, and never shows the state of old channels', async () => {
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

  it.each([
    ['no channel', []],
    ['one of two channels', ['private-orders', 'private-invoice.1']],
    ['all but a name that is refused', ['private-orders', 'no spaces please']],
  ])('is not live in the first render where others hold %s', async (_, wish) => {
    const { wrapper, client } = createSurroundings({ onError: () => {} });
    client.acquire('private-orders');
    await pass(500);
    const modes: string[] = [];
    renderHook(() => modes.push(usePollingFallback(wish).mode), { wrapper });
    expect(modes[0]).toBe('connecting');
  });

  it('is not live in the render that brings another user, although it was for the old one (2)', async () => {
    const { client } = createSurroundings();
    const seen: string[] = [];
    const Page = () => {
      seen.push(usePollingFallback('private-orders').mode);
      return null;
    };
    const page = (userId: number) => (
      <PusherProvider client={client as unknown as RealtimeClient} userId={userId}>
        <Page />
      </PusherProvider>
    );
    const { rerender } = render(page(7));
    await pass(500);
    expect(seen.at(-1)).toBe('live');
    seen.length = 0;
    rerender(page(8));
    expect(seen[0]).toBe('connecting');
    await pass(500);
    expect(seen.at(-1)).toBe('live');
  });

  it('does not change in a drop shorter than three seconds', async () => {
    const surroundings = createSurroundings();
    const { result } = show(surroundings, 'private-orders');
    await pass(500);
    surroundings.server.drop();
    await pass(5);
    expect(result.current).toMatchObject({ isLive: false, mode: 'live' });
    await pass(2_500);
    expect(result.current).toMatchObject({ isLive: true, mode: 'live' });
  });

  it('is polling in a longer drop, and live after it', async () => {
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

  it('is polling without a channel', async () => {
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

  it('draws its interval from a tenth less to a tenth more, ten seconds by default', async () => {
    for (const [chance, expected] of [
      [0, 9_000],
      [0.5, 10_000],
      [1, 11_000],
    ]) {
      const timers = Object.assign(createManualTimers(), { random: () => chance });
      const { wrapper, client } = createRealtimeWrapper({ timers });
      const { result, unmount } = renderHook(() => usePollingFallback(null), { wrapper });
      await act(() => timers.advance(3_100));
      expect(result.current.refetchInterval).toBe(expected);
      unmount();
      client.dispose();
    }
  });

  it('starts again with another client of its provider (2)', async () => {
    const [first, second] = [createSurroundings(), createRealtimeWrapper()];
    const seen: string[] = [];
    const Page = () => {
      seen.push(usePollingFallback('private-orders').mode);
      return null;
    };
    const page = (client: RealtimeClient) => (
      <PusherProvider client={client}>
        <Page />
      </PusherProvider>
    );
    const { rerender } = render(page(first.client as unknown as RealtimeClient));
    await pass(500);
    expect(seen.at(-1)).toBe('live');
    seen.length = 0;
    rerender(page(second.client));
    expect(new Set(seen)).toEqual(new Set(['connecting']));
    await pass(10_000);
    expect(seen.at(-1)).toBe('live');
    expect(first.server.subscribers('private-orders')).toHaveLength(0);
    second.client.dispose();
  });

  it('listens to the connection no longer than it is mounted (15)', async () => {
    const surroundings = createSurroundings();
    const { connection } = surroundings.client;
    const listening = new Set<() => void>();
    const subscribe = connection.subscribe.bind(connection);
    vi.spyOn(connection, 'subscribe').mockImplementation((listener) => {
      listening.add(listener);
      const stop = subscribe(listener);
      return () => {
        listening.delete(listener);
        stop();
      };
    });
    const { unmount } = show(surroundings, 'private-orders');
    await pass(500);
    expect(listening.size).toBe(1);
    unmount();
    expect(listening.size).toBe(0);
  });

  it('hydrates as the server rendered it, where the page is live already (6)', async () => {
    const { wrapper: Wrapper, client } = createSurroundings();
    const Page = () => <p>{usePollingFallback('private-orders').mode}</p>;
    const page = (
      <Wrapper>
        <Page />
      </Wrapper>
    );
    const container = document.createElement('div');
    // what the server renders by ssr.test.tsx
    container.innerHTML = '<p>connecting</p>';
    const lease = client.acquire('private-orders');
    await pass(500);
    const onRecoverableError = vi.fn();
    const root = await act(async () => hydrateRoot(container, page, { onRecoverableError }));
    expect(container.textContent).toBe('live');
    expect(onRecoverableError).not.toHaveBeenCalled();
    act(() => root.unmount());
    lease.release();
  });

  it('leaves no timer when it goes while it is connecting (15)', async () => {
    const timers = createManualTimers();
    const { wrapper, server, client } = createRealtimeWrapper({ timers });
    server.answerConnects('silence');
    client.acquire('private-orders');
    await timers.advance(500);
    const before = timers.pending;
    const { unmount } = renderHook(() => usePollingFallback('private-orders'), { wrapper });
    expect(timers.pending).toBe(before + 1);
    unmount();
    expect(timers.pending).toBe(before);
    client.dispose();
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

  it('works with a Suspense query hook', async () => {
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
