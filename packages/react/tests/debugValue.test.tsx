'use no memo';

import { renderHook } from '@testing-library/react';
import * as React from 'react';
import { expect, it } from 'vitest';
import * as hooks from '../src/index.ts';
import { stage } from './support/stage.tsx';

interface Dispatcher {
  useDebugValue: <T>(value: T, format?: (value: T) => unknown) => void;
}
/** Where React keeps the dispatcher of the component that renders, by version. */
interface Internals {
  readonly __CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE?: { readonly H: Dispatcher };
  readonly __SECRET_INTERNALS_DO_NOT_USE_OR_YOU_WILL_BE_FIRED?: {
    readonly ReactCurrentDispatcher: { readonly current: Dispatcher };
  };
}

const shown: unknown[] = [];

/** Calls a hook as React DevTools does: with a dispatcher that collects debug values. */
function collect(hook: () => unknown): unknown {
  const internals = React as unknown as Internals;
  const dispatcher =
    internals.__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE?.H ??
    internals.__SECRET_INTERNALS_DO_NOT_USE_OR_YOU_WILL_BE_FIRED?.ReactCurrentDispatcher.current;
  if (!dispatcher) throw new Error('this version of React keeps its dispatcher elsewhere');
  const { useDebugValue } = dispatcher;
  dispatcher.useDebugValue = (value, format) => void shown.push(format ? format(value) : value);
  try {
    return hook();
  } finally {
    dispatcher.useDebugValue = useDebugValue;
  }
}

const uses: Readonly<Record<string, [use: () => unknown, value: unknown]>> = {
  useChannel: [() => hooks.useChannel('orders'), 'orders: subscribed'],
  useChannels: [() => hooks.useChannels(['orders', 'x']), ['orders: subscribed', 'x: subscribed']],
  useConnection: [() => hooks.useConnection(), 'connected'],
  useGap: [() => hooks.useGap('orders', () => {}), 'orders: subscribed'],
  useIsLeader: [() => hooks.useIsLeader(), true],
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
  const { rerender } = renderHook(() => collect(use), { wrapper });
  await advance();
  shown.length = 0;
  rerender();
  expect(shown).toContainEqual(value);
});
