import { renderHook } from '@testing-library/react';
import type * as React from 'react';
import { expect, it, vi } from 'vitest';
import * as hooks from '../src/index.ts';
import { stage } from './support/stage.tsx';

const { shown } = vi.hoisted(() => ({ shown: [] as unknown[] }));
vi.mock('react', async (original) => ({
  ...(await original<typeof React>()),
  useDebugValue: <T,>(value: T, format?: (value: T) => unknown) => shown.push(format ? format(value) : value),
}));

const uses: Readonly<Record<string, [use: () => unknown, value: unknown]>> = {
  useChannel: [() => hooks.useChannel('orders'), 'orders: subscribed'],
  useChannels: [() => hooks.useChannels(['orders', 'x']), ['orders: subscribed', 'x: subscribed']],
  useConnection: [() => hooks.useConnection(), 'connected'],
  useGap: [() => hooks.useGap('orders', () => {}), 'orders: subscribed'],
  useLiveRefresh: [() => hooks.useLiveRefresh('orders', () => {}), 'orders: subscribed'],
  usePresence: [() => hooks.usePresence(null), 'no channel: idle'],
  usePusherContext: [() => hooks.usePusherContext(), '7'],
  usePusherEvent: [() => hooks.usePusherEvent('a', null, { channel: 'orders' }), 'orders: subscribed'],
  useSignIn: [() => hooks.useSignIn(), 'off'],
  useUserChannel: [() => hooks.useUserChannel('private-user.{userId}'), 'private-user.7'],
  useUserEvent: [() => hooks.useUserEvent('notice', () => {}), 'notice'],
  useWatchlist: [() => hooks.useWatchlist(), []],
};

it('covers every hook', () => {
  expect(Object.keys(uses)).toEqual(
    Object.keys(hooks)
      .filter((name) => /^use[A-Z]/.test(name))
      .toSorted(),
  );
});

it.each(Object.entries(uses))('%s shows in React DevTools what it holds', async (_, [use, value]) => {
  const { wrapper, advance, client } = stage({ userId: 7 });
  for (const name of ['orders', 'x']) client.acquire(name);
  await advance();
  const { rerender } = renderHook(use, { wrapper });
  await advance();
  shown.length = 0;
  rerender();
  expect(shown).toContainEqual(value);
});
