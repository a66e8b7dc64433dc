import { defineChannels, event } from '@channelkit/core';
import { createManualTimers, createTestClient } from '@channelkit/core/testing';
import { act, render, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { stage } from '../../tests/support/stage.tsx';
import { useChannel } from '../hooks/useChannel.ts';
import { usePusherContext } from '../hooks/usePusherContext.ts';
import { PusherProvider } from '../provider/PusherProvider.tsx';
import { createRealtimeHooks } from './createRealtimeHooks.tsx';

const channels = defineChannels({
  'private-orders': { created: z.object({ id: z.coerce.number() }) },
  'private-user.{userId}': { notice: event<string>() },
  'presence-chat.{roomId}': { message: event<string>() },
});

describe('createRealtimeHooks', () => {
  it('returns hooks that validate by the contract and know the user channel', async () => {
    const hooks = createRealtimeHooks(channels, { userChannel: 'private-user.{userId}' });
    const { client, advance, server, send } = stage({ channels });
    const created = vi.fn();
    const notice = vi.fn();
    const { result } = renderHook(
      () => {
        hooks.usePusherEvent('created', created, { channel: 'private-orders' });
        hooks.usePusherEvent('notice', notice);
        hooks.useChannels(['private-orders']);
        hooks.useGap('private-orders', () => {});
        hooks.useLiveRefresh('private-orders', () => {});
        const room = { pattern: 'presence-chat.{roomId}', params: { roomId: 1 } } as const;
        return {
          presence: hooks.usePresence(room),
          count: hooks.usePresence(room, ({ count }) => count),
          room: hooks.useChannel(room),
          own: hooks.useUserChannel('private-user.{userId}'),
          state: hooks.useConnection(({ state }) => state),
          connection: hooks.useConnection(),
          context: hooks.usePusherContext(),
        };
      },
      {
        wrapper: ({ children }) => (
          <hooks.PusherProvider client={client} userId={7}>
            {children}
          </hooks.PusherProvider>
        ),
      },
    );
    await advance();
    await send('private-orders', 'created', { id: '4' });
    await send('private-orders', 'created', { id: 'not a number' });
    await send('private-user.7', 'notice', 'hello');
    expect(created.mock.calls.map(([data]) => data)).toEqual([{ id: 4 }]);
    expect(notice).toHaveBeenCalledWith('hello', expect.objectContaining({ channel: 'private-user.7' }));
    expect(server.subscribers('presence-chat.1')).toHaveLength(1);
    expect(result.current).toMatchObject({
      presence: { count: 1, isStale: false },
      count: 1,
      room: { channel: 'presence-chat.1', isLive: true },
      own: 'private-user.7',
      state: 'connected',
      connection: { state: 'connected' },
      context: { client, userId: '7' },
    });
  });

  it('refuses a channel outside the contract', async () => {
    const hooks = createRealtimeHooks(channels);
    const { client, advance, server } = stage({ channels });
    const { result } = renderHook(() => hooks.useChannel('private-nope' as 'private-orders'), {
      wrapper: ({ children }) => <hooks.PusherProvider client={client}>{children}</hooks.PusherProvider>,
    });
    await advance();
    expect(result.current).toMatchObject({ status: 'failed', error: { code: 'CK106' } });
    expect(server.connectCount).toBe(0);
  });

  it('reports a parameter that makes the name too long as a failure instead of throwing (12)', async () => {
    const hooks = createRealtimeHooks(channels);
    const { wrapper, advance, server } = stage({ channels });
    const room = { pattern: 'presence-chat.{roomId}', params: { roomId: 'x'.repeat(200) } } as const;
    const { result } = renderHook(
      () => [
        hooks.useChannel(room),
        hooks.usePusherEvent('message', null, { channel: room }),
        ...hooks.useChannels([room, 'private-orders']),
      ],
      { wrapper },
    );
    await advance();
    expect(result.current.map(({ status, error }) => [status, error?.code])).toEqual([
      ['failed', 'CK101'],
      ['failed', 'CK101'],
      ['failed', 'CK101'],
      ['subscribed', undefined],
    ]);
    expect(server.received('pusher:subscribe')).toHaveLength(1);
  });

  it('returns a provider with defaults that its props override', () => {
    const onError = vi.fn();
    const hooks = createRealtimeHooks(channels, { auth: { endpoint: '/default' }, onError });
    const seen: ReturnType<typeof usePusherContext>['client'][] = [];
    const Watch = () => {
      seen.push(usePusherContext().client);
      return null;
    };
    const config = { key: 'defaults', cluster: 'eu' };
    const page = (children: ReactNode) => <>{children}</>;
    const { rerender } = render(
      page(
        <hooks.PusherProvider config={config}>
          <Watch />
        </hooks.PusherProvider>,
      ),
    );
    const first = seen.at(-1);
    expect(first?.contract).toBe(channels);
    rerender(
      page(
        <hooks.PusherProvider config={config} auth={undefined}>
          <Watch />
        </hooks.PusherProvider>,
      ),
    );
    expect(seen.at(-1)).toBe(first);
    rerender(
      page(
        <hooks.PusherProvider config={config} auth={{ endpoint: '/other' }}>
          <Watch />
        </hooks.PusherProvider>,
      ),
    );
    expect(seen.at(-1)).not.toBe(first);
  });

  it('prefers the user channel of a prop, and leaves a client that is passed in unchanged', async () => {
    const authorize = vi.fn(() => new Promise<never>(() => {}));
    const hooks = createRealtimeHooks(channels, {
      auth: { authorize },
      userChannel: 'private-user.{userId}',
    });
    const { client, advance, auth } = stage({ channels });
    const { result } = renderHook(() => hooks.usePusherEvent('notice').channel, {
      wrapper: ({ children }) => (
        <hooks.PusherProvider client={client} userId={7} userChannel={'presence-chat.{userId}' as never}>
          {children}
        </hooks.PusherProvider>
      ),
    });
    await advance();
    expect(result.current).toBe('presence-chat.7');
    expect(auth.requestsFor('presence-chat.7')).toHaveLength(1);
    expect(authorize).not.toHaveBeenCalled();
  });

  it('returns the name on the wire, and reports a pattern outside the contract as a failure (12)', async () => {
    const short = defineChannels({ 'private-order.{id}': { a: event<string>() } }, { privatePrefix: false });
    const { wrapper, advance } = stage({ channels: short });
    const { result } = renderHook(
      () => [
        useChannel({ pattern: 'private-order.{id}', params: { id: 1 } }),
        useChannel({ pattern: 'unknown.{id}', params: { id: 1 } }),
      ],
      { wrapper },
    );
    await advance();
    expect(result.current[0]).toMatchObject({ channel: 'order.1', status: 'subscribed' });
    expect(result.current[1]).toMatchObject({ channel: 'unknown.1', error: { code: 'CK106' } });
  });

  it('finds the provider of its own contract among nested ones, else the nearest one', async () => {
    const inner = defineChannels({ 'inner-channel': { a: event<string>() } });
    const outerHooks = createRealtimeHooks(channels);
    const innerHooks = createRealtimeHooks(inner);
    const timers = createManualTimers();
    const outer = createTestClient({ channels, timers });
    const within = createTestClient({ channels: inner, timers });
    function Page() {
      outerHooks.usePusherEvent('message', () => {}, {
        channel: { pattern: 'presence-chat.{roomId}', params: { roomId: 5 } },
      });
      outerHooks.useChannels([{ pattern: 'presence-chat.{roomId}', params: { roomId: 1 } }]);
      outerHooks.usePresence({ pattern: 'presence-chat.{roomId}', params: { roomId: 2 } });
      outerHooks.useGap({ pattern: 'presence-chat.{roomId}', params: { roomId: 3 } }, () => {});
      outerHooks.useLiveRefresh({ pattern: 'presence-chat.{roomId}', params: { roomId: 4 } }, () => {});
      const own = outerHooks.useUserChannel('private-user.{userId}');
      const state = outerHooks.useConnection(({ state }) => state);
      const mine = outerHooks.usePusherContext().client;
      const theirs = innerHooks.usePusherContext().client;
      const nearest = usePusherContext().client;
      outerHooks.useChannel('private-orders');
      innerHooks.useChannel('inner-channel');
      return (
        <p>
          {[
            mine === outer.client,
            theirs === within.client,
            nearest === (within.client as unknown),
            own,
            state,
          ].join()}
        </p>
      );
    }
    const view = render(
      <outerHooks.PusherProvider client={outer.client} userId={7}>
        <PusherProvider client={within.client}>
          <Page />
        </PusherProvider>
      </outerHooks.PusherProvider>,
    );
    outer.client.connect();
    await act(() => timers.advance(20));
    expect(view.container.textContent).toBe('true,true,true,private-user.7,connected');
    for (const room of [1, 2, 3, 4, 5])
      expect(outer.server.subscribers(`presence-chat.${room}`)).toHaveLength(1);
    expect(outer.server.subscribers('private-orders')).toHaveLength(1);
    expect(within.server.subscribers('inner-channel')).toHaveLength(1);
    act(() => within.client.disconnect());
    expect(view.container.textContent).toContain('connected');
  });
});
