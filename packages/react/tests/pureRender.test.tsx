import { createFakePusher, createManualTimers, FakeServer } from '@channelkit/core/testing';
import { act, cleanup, render, screen } from '@testing-library/react';
import { lazy, type ReactNode, Suspense } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { PusherProvider, useChannel } from '../src/index.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function Orders() {
  return <p>{useChannel('private-orders').status}</p>;
}

const Suspended = lazy(() => new Promise<never>(() => {}));

it('does nothing to a shared client in a render that is thrown away (5)', async () => {
  const fetch = vi.fn(async () => new Response(null, { status: 403 }));
  vi.stubGlobal('fetch', fetch);
  const timers = createManualTimers();
  const { Pusher } = createFakePusher({ server: new FakeServer({ timers }) });
  const shared = { config: { key: 'pure-render', cluster: 'test' }, pusher: Pusher, timers, userId: null };
  const auth = (token: string) => ({ endpoint: '/auth', headers: { token } });

  render(
    <PusherProvider {...shared} auth={auth('1')}>
      <Orders />
    </PusherProvider>,
  );
  await act(() => timers.advance(50));
  await vi.waitFor(() => expect(screen.getByText('failed')).toBeDefined(), { timeout: 10_000 });
  expect(fetch).toHaveBeenCalledTimes(1);

  const another = (token: string, child: ReactNode) => (
    <Suspense fallback={null}>
      <PusherProvider {...shared} auth={auth(token)}>
        {child}
      </PusherProvider>
    </Suspense>
  );
  const { rerender } = await act(async () => render(another('2', <Suspended />)));
  await act(() => timers.advance(50));
  expect(fetch).toHaveBeenCalledTimes(1);

  rerender(another('2', null));
  await act(() => timers.advance(50));
  expect(fetch).toHaveBeenCalledTimes(2);
});
