import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stage } from '../tests/support/stage.tsx';
import { type LiveRefreshOptions, useLiveRefresh } from './useLiveRefresh.ts';

// The window is the machine's clock, the wire's is the stage's.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }));
afterEach(() => void vi.useRealTimers());

const setUp = async (options?: LiveRefreshOptions) => {
  const made = stage();
  const refresh = vi.fn<() => unknown>();
  const view = renderHook(() => useLiveRefresh('orders', () => refresh(), options), {
    wrapper: made.wrapper,
  });
  await made.advance();
  return { ...made, ...view, refresh };
};
const fresh = { dataUpdatedAt: Number.POSITIVE_INFINITY };

describe('useLiveRefresh', () => {
  it('refreshes once when the channel is live, since the page was read before (7)', async () => {
    const { refresh } = await setUp();
    expect(refresh).not.toHaveBeenCalled();
    vi.advanceTimersByTime(50);
    expect(refresh).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(10_000);
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('trusts data that was read after the channel was live', async () => {
    const { refresh } = await setUp(fresh);
    vi.advanceTimersByTime(10_000);
    expect(refresh).not.toHaveBeenCalled();
  });

  it('makes one refresh of a burst, and at most one per maxWait of a stream', async () => {
    const { refresh, send } = await setUp(fresh);
    for (let index = 0; index < 20; index += 1) await send('orders', 'any', index);
    vi.advanceTimersByTime(50);
    expect(refresh).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1_000);
    for (let ms = 0; ms < 2_000; ms += 20) {
      await send('orders', 'any', ms);
      vi.advanceTimersByTime(20);
    }
    expect(refresh.mock.calls.length).toBeGreaterThanOrEqual(4);
    expect(refresh.mock.calls.length).toBeLessThanOrEqual(6);
  });

  it('refreshes again after a refresh that was running when the event came', async () => {
    const { refresh, send } = await setUp(fresh);
    let finish = () => {};
    refresh.mockImplementationOnce(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    );
    await send('orders', 'any', 1);
    vi.advanceTimersByTime(500);
    await send('orders', 'any', 2);
    vi.advanceTimersByTime(5_000);
    expect(refresh).toHaveBeenCalledTimes(1);
    await act(async () => finish());
    vi.advanceTimersByTime(600);
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('refreshes after a gap', async () => {
    const { refresh, server, advance } = await setUp(fresh);
    server.drop();
    await advance(5_000);
    vi.advanceTimersByTime(600);
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('drops what waits when the component goes away (15)', async () => {
    const { refresh, send, unmount } = await setUp(fresh);
    await send('orders', 'any', 1);
    unmount();
    await act(async () => {});
    vi.advanceTimersByTime(5_000);
    expect(refresh).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});
