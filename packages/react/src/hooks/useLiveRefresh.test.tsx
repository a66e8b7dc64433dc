import { act, renderHook } from '@testing-library/react';
import { describe, expect, it, type Mock, vi } from 'vitest';
import { stage } from '../../tests/support/stage.tsx';
import type { LiveRefreshOptions } from '../types/options.ts';
import { useLiveRefresh } from './useLiveRefresh.ts';

const setUp = async (options?: LiveRefreshOptions) => {
  const made = stage();
  const refresh = vi.fn<() => unknown>();
  const view = renderHook(() => useLiveRefresh('orders', () => refresh(), options), {
    wrapper: made.wrapper,
  });
  await made.advance();
  return { ...made, ...view, refresh };
};
/** Makes the next refresh last until it is told to finish. */
const holdNext = (refresh: Mock<() => unknown>): (() => void) => {
  let finish = () => {};
  refresh.mockImplementationOnce(
    () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      }),
  );
  return () => finish();
};
const fresh = { dataUpdatedAt: Number.POSITIVE_INFINITY };

describe('useLiveRefresh', () => {
  it('refreshes once when the channel is live, because the page was read before (7)', async () => {
    const { refresh, advance } = await setUp();
    expect(refresh).not.toHaveBeenCalled();
    await advance(50);
    expect(refresh).toHaveBeenCalledTimes(1);
    await advance(10_000);
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('refreshes data that was read before the channel was live (7)', async () => {
    const { refresh, advance } = await setUp({ dataUpdatedAt: 0 });
    await advance(50);
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('trusts data that was read after the channel was live', async () => {
    const { refresh, advance } = await setUp(fresh);
    await advance(10_000);
    expect(refresh).not.toHaveBeenCalled();
  });

  it('trusts data read in the same millisecond as liveSince (7)', async () => {
    const { wrapper, client, advance } = stage();
    const { status } = client.acquire('orders');
    await advance();
    const dataUpdatedAt = status.getSnapshot().liveSince;
    if (dataUpdatedAt === null) throw new Error('the channel is not live');
    const refresh = vi.fn();
    renderHook(() => useLiveRefresh('orders', refresh, { dataUpdatedAt }), { wrapper });
    await advance(10_000);
    expect(refresh).not.toHaveBeenCalled();
  });

  it('refreshes once for a burst, and at most once per maxWait in a stream', async () => {
    const { refresh, send, advance } = await setUp(fresh);
    for (let index = 0; index < 20; index += 1) await send('orders', 'any', index);
    await advance(50);
    expect(refresh).toHaveBeenCalledTimes(1);
    await advance(1_000);
    for (let ms = 0; ms < 2_000; ms += 20) {
      await send('orders', 'any', ms);
      await advance(20);
    }
    expect(refresh.mock.calls.length).toBeGreaterThanOrEqual(4);
    expect(refresh.mock.calls.length).toBeLessThanOrEqual(6);
  });

  it('refreshes again if an event arrives during a refresh', async () => {
    const { refresh, send, advance } = await setUp(fresh);
    const finish = holdNext(refresh);
    await send('orders', 'any', 1);
    await advance(500);
    await send('orders', 'any', 2);
    await advance(5_000);
    expect(refresh).toHaveBeenCalledTimes(1);
    await act(async () => finish());
    await advance(49);
    expect(refresh).toHaveBeenCalledTimes(1);
    await advance(1);
    expect(refresh).toHaveBeenCalledTimes(2);
    await send('orders', 'any', 3);
    await advance(5_000);
    expect(refresh).toHaveBeenCalledTimes(3);
  });

  it('does not refresh again after unmounting during a refresh (15)', async () => {
    const { refresh, send, unmount, advance } = await setUp(fresh);
    const finish = holdNext(refresh);
    await send('orders', 'any', 1);
    await advance(500);
    await send('orders', 'any', 2);
    await advance(500);
    unmount();
    await act(async () => finish());
    await advance(5_000);
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it.each([fresh, {}])('refreshes once after each gap (7), %o', async (options) => {
    const { refresh, server, advance } = await setUp(options);
    await advance(5_000);
    for (const times of [1, 2]) {
      refresh.mockClear();
      server.drop();
      await advance(10_000);
      expect([times, refresh.mock.calls.length]).toEqual([times, 1]);
    }
  });

  it('reports a refresh that throws or rejects, and refreshes again at the next event (4)', async () => {
    const onError = vi.fn();
    const { refresh, client, send, advance } = await setUp(fresh);
    client.configure({ onError });
    const failures = [
      () => {
        throw new Error('the page is gone');
      },
      () => Promise.reject(new Error('the network is gone')),
    ];
    for (const [index, failure] of failures.entries()) {
      refresh.mockImplementationOnce(failure);
      await send('orders', 'any', index);
      await advance(600);
    }
    expect(onError.mock.calls.map(([error]) => [error.code, error.cause.message])).toEqual([
      ['CK210', 'the page is gone'],
      ['CK210', 'the network is gone'],
    ]);
    await send('orders', 'any', 2);
    await advance(600);
    expect(refresh).toHaveBeenCalledTimes(3);
  });

  it('holds nothing for null or while disabled, and refreshes once when enabled again (7)', async () => {
    const { wrapper, advance, client, send } = stage({ grace: 0 });
    const refresh = vi.fn<() => unknown>();
    const { rerender } = renderHook(
      ({ channel, enabled }: { channel: string | null; enabled: boolean }) =>
        useLiveRefresh(channel, refresh, { enabled }),
      { wrapper, initialProps: { channel: null as string | null, enabled: true } },
    );
    await advance(1_000);
    rerender({ channel: 'orders', enabled: false });
    await advance(1_000);
    expect(client.inspect().channels).toEqual([]);
    rerender({ channel: 'orders', enabled: true });
    await advance(1_000);
    expect(refresh).toHaveBeenCalledTimes(1);
    rerender({ channel: 'orders', enabled: false });
    await send('orders', 'any', 1);
    await advance(1_000);
    expect(client.inspect().channels).toEqual([]);
    expect(refresh).toHaveBeenCalledTimes(1);
    rerender({ channel: 'orders', enabled: true });
    await advance(1_000);
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('calls the refresh of the latest render, with its timing (4)', async () => {
    const { wrapper, advance, send } = stage();
    const [early, late] = [vi.fn(), vi.fn()];
    const { rerender } = renderHook(
      ({ refresh, wait }) => useLiveRefresh('orders', refresh, { wait, ...fresh }),
      { wrapper, initialProps: { refresh: early, wait: 50 } },
    );
    await advance();
    rerender({ refresh: late, wait: 50 });
    await send('orders', 'any', 1);
    await advance(50);
    expect([early.mock.calls.length, late.mock.calls.length]).toEqual([0, 1]);
    rerender({ refresh: late, wait: 200 });
    await advance(1_000);
    late.mockClear();
    await send('orders', 'any', 2);
    await advance(190);
    expect(late).not.toHaveBeenCalled();
    await advance(10);
    expect(late).toHaveBeenCalledTimes(1);
  });

  it('drops a pending refresh when the component unmounts (15)', async () => {
    const { refresh, send, unmount, client, timers, advance } = await setUp(fresh);
    await send('orders', 'any', 1);
    unmount();
    await act(async () => {});
    await advance(5_000);
    expect(refresh).not.toHaveBeenCalled();
    client.dispose();
    expect(timers.pending).toBe(0);
  });
});
