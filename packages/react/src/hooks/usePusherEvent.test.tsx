import type { ChannelMessage } from '@channelkit/core';
import { act, render, renderHook } from '@testing-library/react';
import { useEffect, useLayoutEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Frames, renderError, stage, stubFrames } from '../../tests/support/stage.tsx';
import { usePusherContext } from './usePusherContext.ts';
import { usePusherEvent } from './usePusherEvent.ts';

let frames: Frames;
beforeEach(() => {
  frames = stubFrames();
});
afterEach(() => vi.unstubAllGlobals());

interface Order {
  id: number;
}

const append = (list: number[], { data }: { data: number }) => [...list, data];

describe('usePusherEvent', () => {
  it('returns the newest event and its message', async () => {
    const { wrapper, advance, send } = stage();
    const { result } = renderHook(() => usePusherEvent<Order>('order.created', null, { channel: 'orders' }), {
      wrapper,
    });
    expect(result.current.data).toBeUndefined();
    expect(result.current.message).toBeUndefined();
    await advance();
    await send('orders', 'order.created', { id: 1 });
    await send('orders', 'other', { id: 9 });
    frames.paint();
    expect(result.current.data).toEqual({ id: 1 });
    expect(result.current.message).toMatchObject({
      event: 'order.created',
      channel: 'orders',
      data: { id: 1 },
    });
  });

  it('runs the latest handler for every event, in order (4)', async () => {
    const { wrapper, advance, send } = stage();
    const seen: string[] = [];
    const { rerender } = renderHook(
      ({ tag }: { tag: string }) =>
        usePusherEvent<Order>(['a', 'b'], ({ id }, message) => seen.push(`${tag} ${message.event} ${id}`), {
          channel: 'orders',
        }),
      { wrapper, initialProps: { tag: 'old' } },
    );
    await advance();
    await send('orders', 'a', { id: 1 });
    rerender({ tag: 'new' });
    await send('orders', 'b', { id: 2 });
    await send('orders', 'a', { id: 3 });
    expect(seen).toEqual(['old a 1', 'new b 2', 'new a 3']);
  });

  it('calls a handler that was added after mount (4)', async () => {
    const { wrapper, advance, send } = stage();
    const handler = vi.fn();
    const { rerender } = renderHook(
      ({ on }: { on: boolean }) => usePusherEvent('a', on ? handler : null, { channel: 'orders' }),
      { wrapper, initialProps: { on: false } },
    );
    await advance();
    rerender({ on: true });
    await send('orders', 'a', 1);
    expect(handler).toHaveBeenCalledTimes(1);
  });

  it('runs the new handler from the layout effects of its commit (4)', async () => {
    const { wrapper, advance, server, timers } = stage();
    const seen: string[] = [];
    let arrive = () => {};
    const { rerender } = renderHook(
      ({ tag }: { tag: string }) => {
        usePusherEvent('a', () => seen.push(tag), { channel: 'orders' });
        useLayoutEffect(() => arrive());
      },
      { wrapper, initialProps: { tag: 'old' } },
    );
    await advance();
    vi.spyOn(timers, 'setTimeout').mockImplementationOnce((deliver) => {
      arrive = deliver;
      return 0;
    });
    server.trigger('orders', 'a', 1);
    rerender({ tag: 'new' });
    expect(seen).toEqual(['new']);
  });

  it('does not call a component that a handler of the same event unmounted (4)', async () => {
    const { wrapper, advance, send } = stage();
    const [handler, reduce] = [vi.fn(), vi.fn(() => 0)];
    const Removed = () => {
      usePusherEvent(['a', 'b'], handler, { channel: 'orders' });
      usePusherEvent(['a', 'b'], handler, { channel: 'orders', reduce, initial: 0 });
      return null;
    };
    let show = () => {};
    const Page = () => {
      const [isShown, setIsShown] = useState(false);
      useEffect(() => {
        show = () => setIsShown(true);
      }, []);
      usePusherEvent('a', () => flushSync(() => setIsShown(false)), { channel: 'orders' });
      return isShown ? <Removed /> : null;
    };
    render(<Page />, { wrapper });
    await advance();
    act(() => show());
    await send('orders', 'b', 1);
    expect([handler.mock.calls.length, reduce.mock.calls.length]).toEqual([2, 1]);
    await send('orders', 'a', 2);
    expect([handler.mock.calls.length, reduce.mock.calls.length]).toEqual([2, 1]);
  });

  it('reports a handler that throws and runs the others (4)', async () => {
    const onError = vi.fn();
    const { wrapper, advance, send } = stage({ onError });
    const second = vi.fn();
    const failure = new Error('in a handler');
    renderHook(
      () => {
        usePusherEvent(
          'a',
          () => {
            throw failure;
          },
          { channel: 'orders' },
        );
        usePusherEvent('a', second, { channel: 'orders' });
      },
      { wrapper },
    );
    await advance();
    await send('orders', 'a', 1);
    await send('orders', 'a', 2);
    expect(second).toHaveBeenCalledTimes(2);
    expect(onError).toHaveBeenCalledTimes(2);
    expect(onError.mock.lastCall?.[0]).toMatchObject({ code: 'CK210', cause: failure });
  });

  it('receives every event with "*"', async () => {
    const { wrapper, advance, send } = stage();
    const handler = vi.fn();
    renderHook(() => usePusherEvent(['*', 'a'], handler, { channel: 'orders' }), { wrapper });
    await advance();
    await send('orders', 'a', 1);
    await send('orders', 'b', 2);
    expect(handler.mock.calls.map(([data]) => data)).toEqual([1, 2]);
  });

  it('keeps every event with reduce (4)', async () => {
    const { wrapper, advance, send } = stage();
    const { result } = renderHook(
      () =>
        usePusherEvent<Order, number[]>('a', null, {
          channel: 'orders',
          reduce: (ids, { data }) => [...ids, data.id],
          initial: [],
        }),
      { wrapper },
    );
    expect(result.current.data).toEqual([]);
    await advance();
    for (const id of [1, 2, 3]) await send('orders', 'a', { id });
    frames.paint();
    expect(result.current.data).toEqual([1, 2, 3]);
  });

  it('runs the handler even if reduce throws, and reports both', async () => {
    const onError = vi.fn();
    const { wrapper, advance, send } = stage({ onError });
    const handler = vi.fn(() => {
      throw new Error('handler');
    });
    const reduce = () => {
      throw new Error('reduce');
    };
    renderHook(() => usePusherEvent('a', handler, { channel: 'orders', reduce, initial: undefined }), {
      wrapper,
    });
    await advance();
    await send('orders', 'a', 1);
    expect(handler).toHaveBeenCalledTimes(1);
    expect(onError).toHaveBeenCalledTimes(2);
  });

  describe('without a channel', () => {
    it("listens on the user's channel", async () => {
      const { wrapper, advance, send, server } = stage({ userId: 7, userChannel: 'private-user.{userId}' });
      const { result } = renderHook(() => usePusherEvent<Order>('a'), { wrapper });
      expect(result.current).toMatchObject({ channel: 'private-user.7', userId: '7', data: undefined });
      await advance();
      expect(server.subscribers('private-user.7')).toHaveLength(1);
      await send('private-user.7', 'a', { id: 1 });
      frames.paint();
      expect(result.current.data).toEqual({ id: 1 });
    });

    it('is idle, with the reason, without a user', async () => {
      const { wrapper, advance, server } = stage({ userChannel: 'private-user.{userId}' });
      const { result } = renderHook(() => usePusherEvent('a'), { wrapper });
      await advance();
      expect(result.current).toMatchObject({
        status: 'idle',
        reason: 'there is no user',
        userId: null,
        channel: null,
      });
      expect(server.connectCount).toBe(0);
    });

    it('throws if no user channel is configured', () => {
      const { wrapper } = stage({ userId: 7 });
      expect(renderError(() => renderHook(() => usePusherEvent('a'), { wrapper }))).toMatchObject({
        code: 'CK403',
      });
    });

    it('reports a user id that does not fit the template as a failure instead of throwing (12)', async () => {
      const { wrapper, advance, server } = stage({ userId: 'a.b', userChannel: 'private-user.{userId}' });
      const { result } = renderHook(() => usePusherEvent('a'), { wrapper });
      await advance();
      expect(result.current).toMatchObject({ status: 'failed', error: { code: 'CK105' } });
      expect(server.connectCount).toBe(0);
    });
  });

  it.each([
    ['channel: null', { channel: null }, 'no channel is asked for'],
    ['channel: undefined', { channel: undefined }, 'no channel is asked for'],
    ['enabled: false', { channel: 'orders', enabled: false }, 'it is not enabled'],
  ])('holds nothing with %s', async (_, options, reason) => {
    const { wrapper, advance, server } = stage({ userId: 7, userChannel: 'private-user.{userId}' });
    const { result } = renderHook(() => usePusherEvent('a', null, options), { wrapper });
    await advance();
    expect(result.current).toMatchObject({ status: 'idle', reason, channel: null });
    expect(server.connectCount).toBe(0);
  });

  it('resets in the same render when the channel changes', async () => {
    const { wrapper, advance, send } = stage();
    const shown: unknown[] = [];
    const { rerender } = renderHook(
      ({ room }: { room: string }) => {
        const { data, channel } = usePusherEvent<number>('a', null, {
          channel: { pattern: 'room.{room}', params: { room } },
        });
        shown.push([channel, data]);
      },
      { wrapper, initialProps: { room: 'x' } },
    );
    await advance();
    await send('room.x', 'a', 1);
    frames.paint();
    expect(shown.at(-1)).toEqual(['room.x', 1]);
    shown.length = 0;
    rerender({ room: 'y' });
    expect(shown.every((each) => JSON.stringify(each) === '["room.y",null]')).toBe(true);
    await advance();
    await send('room.x', 'a', 2);
    await send('room.y', 'a', 3);
    frames.paint();
    expect(shown.at(-1)).toEqual(['room.y', 3]);
  });

  it('resets in the same render when the event or event list changes', async () => {
    const { wrapper, advance, send } = stage();
    const handler = vi.fn();
    const seen: unknown[] = [];
    const { rerender } = renderHook(
      ({ event }: { event: string | string[] }) => {
        seen.push(usePusherEvent(event, handler, { channel: 'orders' }).data);
      },
      { wrapper, initialProps: { event: 'created' as string | string[] } },
    );
    await advance();
    for (const [index, event] of ['updated', ['updated', 'removed'], ['updated', 'paid']].entries()) {
      await send('orders', index === 0 ? 'created' : 'updated', index);
      frames.paint();
      expect(seen.at(-1)).toBe(index);
      seen.length = 0;
      rerender({ event });
      expect(new Set(seen)).toEqual(new Set([undefined]));
    }
    handler.mockClear();
    for (const event of ['created', 'removed', 'updated', 'paid']) await send('orders', event, event);
    expect(handler.mock.calls.map(([data]) => data)).toEqual(['updated', 'paid']);
  });

  it("clears the previous user's data in the first render of the new user", async () => {
    const { wrapper, advance, send, server } = stage({
      userId: undefined,
      userChannel: 'private-user.{userId}',
    });
    const shown: [string | null, unknown, unknown][] = [];
    const { result } = renderHook(
      () => {
        const own = usePusherEvent('a');
        const orders = usePusherEvent('a', null, { channel: 'private-orders' });
        shown.push([own.userId, own.data, orders.data]);
        return usePusherContext();
      },
      { wrapper },
    );
    await act(async () => result.current.setUserId(7));
    await advance();
    await send('private-user.7', 'a', 'for 7');
    await send('private-orders', 'a', 'seen by 7');
    frames.paint();
    expect(shown.at(-1)).toEqual(['7', 'for 7', 'seen by 7']);
    act(() => result.current.setUserId(8));
    for (const [userId, own, orders] of shown) {
      if (userId !== '8') continue;
      expect([own, orders]).toEqual([undefined, undefined]);
    }
    expect(shown.at(-1)?.[0]).toBe('8');
    await advance();
    expect(server.subscribers('private-user.7')).toHaveLength(0);
    expect(server.subscribers('private-user.8')).toHaveLength(1);
    act(() => result.current.setUserId(null));
    await advance();
    expect(shown.at(-1)).toEqual([null, undefined, undefined]);
    expect(server.subscribers('private-user.8')).toHaveLength(0);
  });

  it('starts a component that mounts late on a cache channel with the last event', async () => {
    const { wrapper, advance, send } = stage();
    const first = renderHook(() => usePusherEvent<number>('a', null, { channel: 'cache-price' }), {
      wrapper,
    });
    await advance();
    await send('cache-price', 'a', 5);
    frames.paint();
    expect(first.result.current.data).toBe(5);
    const handler = vi.fn<(data: unknown, message: ChannelMessage) => void>();
    const late = renderHook(() => usePusherEvent<number>('a', handler, { channel: 'cache-price' }), {
      wrapper,
    });
    expect(late.result.current.data).toBe(5);
    expect(handler).not.toHaveBeenCalled();
    const options = { channel: 'cache-price', initial: [], reduce: append };
    const every = renderHook(() => usePusherEvent<number, number[]>('*', null, options).data, { wrapper });
    frames.paint();
    expect(every.result.current).toEqual([5]);
  });

  it('stays idle and loads nothing without a key', async () => {
    const pusher = vi.fn();
    const { wrapper, advance } = stage({ key: '', pusher });
    const { result } = renderHook(() => usePusherEvent('a', null, { channel: 'orders' }), { wrapper });
    await advance();
    expect(result.current).toMatchObject({ status: 'idle', reason: 'no app key is configured' });
    expect(pusher).not.toHaveBeenCalled();
  });

  it('throws without a provider', () => {
    expect(renderError(() => renderHook(() => usePusherEvent('a')))).toMatchObject({ code: 'CK401' });
  });
});
