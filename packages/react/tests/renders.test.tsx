import { createManualTimers } from '@channelkit/core/testing';
import { act, configure, render, renderHook } from '@testing-library/react';
import { memo, Profiler, type ReactNode } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PusherProvider, useChannel, usePresence, usePusherContext, usePusherEvent } from '../src/index.ts';
import { type Frames, stage, stubFrames } from './support/stage.tsx';

let frames: Frames;
beforeEach(() => {
  // Exact counts: StrictMode would double each of them.
  configure({ reactStrictMode: false });
  frames = stubFrames();
  // Frames come when the test says so, and not because it was slow.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  configure({ reactStrictMode: true });
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function counted<T>(hook: () => T) {
  const seen: T[] = [];
  return {
    seen,
    hook: () => {
      seen.push(hook());
      return seen.at(-1) as T;
    },
  };
}

it('never renders for an event when only a handler is passed', async () => {
  const { wrapper, advance, send, server } = stage();
  const handler = vi.fn();
  const { seen, hook } = counted(() => usePusherEvent('a', handler, { channel: 'orders' }));
  renderHook(hook, { wrapper });
  await advance();
  for (let index = 0; index < 10; index += 1) await send('orders', 'a', index);
  server.drop();
  await advance(5_000);
  expect(handler).toHaveBeenCalledTimes(10);
  expect(frames.pending).toBe(0);
  expect(seen).toHaveLength(1);
});

it('renders at most once per animation frame when data is read, with the newest event', async () => {
  const { wrapper, advance, send } = stage();
  const { seen, hook } = counted(() => usePusherEvent<number>('a', null, { channel: 'orders' }).data);
  renderHook(hook, { wrapper });
  await advance();
  for (let index = 0; index < 100; index += 1) await send('orders', 'a', index);
  expect(seen).toEqual([undefined]);
  frames.paint();
  expect(seen).toEqual([undefined, 99]);
  frames.paint();
  expect(seen).toHaveLength(2);
});

it('renders at most once per animation frame for a state that keeps every event', async () => {
  const { wrapper, advance, send } = stage();
  const options = { channel: 'orders', initial: 0, reduce: (sum: number) => sum + 1 };
  const { seen, hook } = counted(() => usePusherEvent<number, number>('a', null, options).data);
  renderHook(hook, { wrapper });
  await advance();
  for (let index = 0; index < 10; index += 1) await send('orders', 'a', index);
  expect(seen).toEqual([0]);
  frames.paint();
  expect(seen).toEqual([0, 10]);
});

it('requests no frame for events that no component reads', async () => {
  const { wrapper, advance, send } = stage();
  renderHook(() => usePusherEvent('a', () => {}, { channel: 'orders' }).status, { wrapper });
  await advance();
  await send('orders', 'a', 1);
  expect(frames.pending).toBe(0);
});

it('renders at most once per animation frame for members, and immediately when the list goes stale', async () => {
  const { wrapper, advance, server } = stage();
  const { seen, hook } = counted(() => {
    const { count, isStale } = usePresence('presence-room');
    return `${count}${isStale ? ' or so' : ''}`;
  });
  const { unmount } = renderHook(hook, { wrapper });
  await advance();
  expect(seen).toEqual(['0 or so', '1']);
  for (let n = 0; n < 100; n += 1) {
    server.rooms.addMember('presence-room', `m${n}`, null);
    await advance(1);
  }
  expect(seen).toHaveLength(2);
  frames.paint();
  expect(seen.slice(2)).toEqual(['101']);
  server.rooms.removeMember('presence-room', 'm0');
  await advance(1);
  server.drop();
  await advance(1);
  expect(seen.slice(3)).toEqual(['100 or so']);
  await advance(2_000);
  expect(seen.slice(4)).toEqual(['100']);
  server.rooms.removeMember('presence-room', 'm1');
  await advance(1);
  expect(frames.pending).toBe(1);
  unmount();
  expect(frames.pending).toBe(0);
});

it('renders at most once per animation frame for the subscription count', async () => {
  const { wrapper, advance, server } = stage();
  const { seen, hook } = counted(() => useChannel('orders').subscriptionCount);
  renderHook(hook, { wrapper });
  await advance();
  for (let n = 2; n < 50; n += 1) {
    const data = JSON.stringify({ subscription_count: n });
    server.send({ event: 'pusher_internal:subscription_count', channel: 'orders', data });
    await advance(1);
  }
  frames.paint();
  expect(seen).toEqual([null, 49]);
});

it('flushes all components of a frame in one commit', async () => {
  const { wrapper: Wrapper, advance, send } = stage();
  let commits = 0;
  const Row = () => <>{usePusherEvent<number>('a', null, { channel: 'orders' }).data}</>;
  const rows = Array.from({ length: 50 }, (_, row) => row + 1).map((row) => <Row key={row} />);
  render(
    <Wrapper>
      <Profiler
        id="rows"
        onRender={() => {
          commits += 1;
        }}
      >
        {rows}
      </Profiler>
    </Wrapper>,
  );
  await advance();
  commits = 0;
  await send('orders', 'a', 1);
  frames.paint();
  expect(commits).toBe(1);
});

it('uses a timer of 16 ms in a hidden page, and when the page is hidden between event and frame', async () => {
  const { wrapper, advance, send } = stage();
  const { seen, hook } = counted(() => usePusherEvent<number>('a', null, { channel: 'orders' }).data);
  renderHook(hook, { wrapper });
  await advance();
  await send('orders', 'a', 1);
  act(() => void vi.advanceTimersByTime(100));
  expect(seen.at(-1)).toBe(1);
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  await send('orders', 'a', 2);
  act(() => void vi.advanceTimersByTime(15));
  expect(seen.at(-1)).toBe(1);
  act(() => void vi.advanceTimersByTime(1));
  expect(seen.at(-1)).toBe(2);
  expect(frames.pending).toBe(0);
});

it('uses the timer without animation frames', async () => {
  vi.stubGlobal('requestAnimationFrame', undefined);
  const { wrapper, advance, send } = stage();
  const { seen, hook } = counted(() => usePusherEvent<number>('a', null, { channel: 'orders' }).data);
  renderHook(hook, { wrapper });
  await advance();
  await send('orders', 'a', 1);
  act(() => void vi.advanceTimersByTime(16));
  expect(seen.at(-1)).toBe(1);
});

it('uses the frames of a client that has its own', async () => {
  const due: (() => void)[] = [];
  const cancel = vi.fn();
  const requestFrame = (callback: () => void) => {
    due.push(callback);
    return cancel;
  };
  const { wrapper, advance, send } = stage({}, Object.assign(createManualTimers(), { requestFrame }));
  const { seen, hook } = counted(() => usePusherEvent<number>('a', null, { channel: 'orders' }).data);
  const { unmount } = renderHook(hook, { wrapper });
  await advance();
  await send('orders', 'a', 1);
  frames.paint();
  expect(seen).toEqual([undefined]);
  act(() => {
    for (const show of due.splice(0)) show();
  });
  expect(seen).toEqual([undefined, 1]);
  await send('orders', 'a', 2);
  unmount();
  expect(cancel).toHaveBeenCalledOnce();
});

it('renders for a status only where the status is read', async () => {
  const { wrapper, advance, server } = stage();
  const reading = counted(() => useChannel('orders').isLive);
  const silent = counted(() => useChannel('orders').channel);
  renderHook(reading.hook, { wrapper });
  renderHook(silent.hook, { wrapper });
  await advance();
  server.drop();
  await advance(5_000);
  expect(reading.seen).toEqual([false, true, false, true]);
  expect(silent.seen).toEqual(['orders']);
});

it('subscribes to the status from the first time it is read', async () => {
  const { wrapper, advance, server } = stage();
  const { result, rerender } = renderHook(
    ({ reads }: { reads: boolean }) => {
      const event = usePusherEvent('a', null, { channel: 'orders' });
      const channel = useChannel('orders');
      return reads ? [event.isLive, channel.status, channel.subscriptionCount] : [];
    },
    { wrapper, initialProps: { reads: false } },
  );
  server.rooms.countSubscriptions = true;
  await advance();
  rerender({ reads: true });
  expect(result.current).toEqual([true, 'subscribed', 1]);
  server.goDown();
  await advance();
  expect(result.current).toEqual([false, 'retrying', 1]);
});

it('returns a new result exactly when an exposed field changes', async () => {
  const { wrapper, advance, send } = stage();
  const { seen, hook } = counted(() => {
    const result = usePusherEvent<number>('a', null, { channel: 'orders' });
    return [result, result.data, result.status] as const;
  });
  const { rerender } = renderHook(hook, { wrapper });
  rerender();
  expect(seen[1]?.[0]).toBe(seen[0]?.[0]);
  await advance();
  await send('orders', 'a', 1);
  frames.paint();
  rerender();
  const results = new Map(seen.map(([result, ...fields]) => [result, fields]));
  expect([...results.values()]).toEqual([
    [undefined, 'subscribing'],
    [undefined, 'subscribed'],
    [1, 'subscribed'],
  ]);
  // An old result still says what it said.
  for (const [result, fields] of results) expect([result.data, result.status]).toEqual(fields);
});

it('returns the current value of a field that is read for the first time', async () => {
  const { wrapper, advance, send } = stage();
  const { result, rerender } = renderHook(
    ({ reads }: { reads: boolean }) => {
      const event = usePusherEvent<number>('a', null, { channel: 'orders' });
      return reads ? event.data : 'not read';
    },
    { wrapper, initialProps: { reads: false } },
  );
  await advance();
  await send('orders', 'a', 1);
  rerender({ reads: true });
  expect(result.current).toBe(1);
  await send('orders', 'a', 2);
  frames.paint();
  expect(result.current).toBe(2);
});

it('keeps the context value, trigger and retry while nothing changes, without rendering their readers', async () => {
  const { client, advance } = stage();
  const renders = vi.fn();
  const identities = new Set<unknown>();
  const Child = memo(function Child() {
    renders();
    const context = usePusherContext();
    const { trigger, retry } = useChannel('orders');
    identities.add(context).add(trigger).add(retry);
    return null;
  });
  const page = (tag: string, children: ReactNode) => (
    <PusherProvider client={client} userId={7}>
      {tag}
      {children}
    </PusherProvider>
  );
  const { rerender } = render(page('a', <Child />));
  for (const tag of ['b', 'c', 'd']) rerender(page(tag, <Child />));
  await advance();
  expect(renders).toHaveBeenCalledTimes(1);
  expect(identities.size).toBe(3);
});

it('leaves no frame behind when it unmounts before the paint (15)', async () => {
  const { wrapper: Wrapper, advance, send } = stage();
  const Row = () => <p>{usePusherEvent<number>('a', null, { channel: 'orders' }).data}</p>;
  const page = (...rows: string[]) => (
    <Wrapper>
      {rows.map((row) => (
        <Row key={row} />
      ))}
    </Wrapper>
  );
  const { rerender, container } = render(page('first', 'second'));
  await advance();
  await send('orders', 'a', 1);
  expect(frames.pending).toBe(1);
  rerender(page('second'));
  expect(frames.pending).toBe(1);
  frames.paint();
  expect(container.textContent).toBe('1');
  rerender(page('second', 'third'));
  await send('orders', 'a', 2);
  rerender(page());
  expect(frames.pending).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
  rerender(page('fourth'));
  await send('orders', 'a', 3);
  frames.paint();
  expect(container.textContent).toBe('3');
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  await send('orders', 'a', 4);
  expect(vi.getTimerCount()).toBe(1);
  rerender(page());
  expect(vi.getTimerCount()).toBe(0);
});
