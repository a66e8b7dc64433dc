import { createManualTimers } from '@channelkit/core/testing';
import { act, cleanup, render, screen } from '@testing-library/react';
import { lazy, type ReactNode, Suspense } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { getPusherUserId, getRealtimeClient, PusherProvider, useChannel } from '../src/index.ts';
import { fakeOptions } from './support/stage.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function Orders() {
  return <p>{useChannel('private-orders').status}</p>;
}

const Suspended = lazy(() => new Promise<never>(() => {}));

it('creates only an inert client, without a user, in a render that is discarded (5)', async () => {
  const timers = createManualTimers();
  const { server, options } = fakeOptions(timers);
  const config = { key: 'never-committed', cluster: 'test' };
  await act(async () =>
    render(
      <Suspense fallback={null}>
        <PusherProvider config={config} userId="7" {...options}>
          <Orders />
          <Suspended />
        </PusherProvider>
      </Suspense>,
    ),
  );
  await act(() => timers.advance(50));
  const client = getRealtimeClient(config);
  const { active } = Reflect.get(globalThis, Symbol.for('@channelkit/core')).get('clients') as {
    active: Map<string, unknown>;
  };
  expect([...active.values()]).not.toContain(client);
  expect(client.inspect()).toMatchObject({ channels: [], user: { id: null }, connection: { state: 'idle' } });
  expect([server.connectCount, timers.pending, getPusherUserId()]).toEqual([0, 0, null]);
});

it('does nothing to a shared client in a render that is discarded (5)', async () => {
  const fetch = vi.fn(async () => new Response(null, { status: 403 }));
  vi.stubGlobal('fetch', fetch);
  const timers = createManualTimers();
  const shared = {
    config: { key: 'pure-render', cluster: 'test' },
    ...fakeOptions(timers).options,
    userId: null,
  };
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
