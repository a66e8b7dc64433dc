import {
  defineChannels,
  event,
  getPusherUserId,
  getRealtimeClient,
  type RealtimeClient,
  setPusherUserId,
} from '@channelkit/core';
import { createManualTimers } from '@channelkit/core/testing';
import { act, cleanup, render, renderHook, screen } from '@testing-library/react';
import { type ReactNode, useEffect } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeOptions, stage } from '../../tests/support/stage.tsx';
import { useChannel } from '../hooks/useChannel.ts';
import { usePusherContext } from '../hooks/usePusherContext.ts';
import { usePusherEvent } from '../hooks/usePusherEvent.ts';
import { PusherProvider, type PusherProviderProps } from './PusherProvider.tsx';

afterEach(() => {
  cleanup();
  setPusherUserId(null);
});

let lastKey = 0;
const freshConfig = () => {
  lastKey += 1;
  return { key: `key-${lastKey}`, cluster: 'test' };
};

/** Options of a provider with a config, on a fake server of its own. */
function offline() {
  const timers = createManualTimers();
  const advance = () => act(() => timers.advance(20));
  return { ...fakeOptions(timers), advance };
}

function ContextOf({ children }: { children: (context: ReturnType<typeof usePusherContext>) => ReactNode }) {
  return children(usePusherContext());
}

const showUser = <ContextOf>{({ userId }) => <p>{`user ${userId}`}</p>}</ContextOf>;

describe('the client of a provider', () => {
  const clients: RealtimeClient[] = [];
  const Watch = () => {
    const { client } = usePusherContext();
    useEffect(() => {
      clients.push(client);
    }, [client]);
    useChannel('orders');
    return null;
  };

  it('is one per config, with one socket, under StrictMode, nested providers and remounts (1)', async () => {
    const { server, advance, options } = offline();
    const config = freshConfig();
    const tree = (
      <PusherProvider config={{ ...config }} {...options}>
        <Watch />
        <PusherProvider config={{ ...config }}>
          <Watch />
        </PusherProvider>
      </PusherProvider>
    );
    clients.length = 0;
    const { unmount } = render(tree);
    await advance();
    unmount();
    await advance();
    const second = render(
      <>
        {tree}
        <PusherProvider config={{ ...config }} {...options}>
          <Watch />
        </PusherProvider>
      </>,
    );
    await advance();
    expect(new Set(clients).size).toBe(1);
    expect(server.connectCount).toBe(1);
    expect(server.received('pusher:subscribe')).toHaveLength(1);
    second.unmount();
    await advance();
    clients[0]?.dispose();
  });

  it('is released with the last provider and is no longer the default (15)', async () => {
    const { options, advance } = offline();
    const config = freshConfig();
    const { unmount } = render(
      <PusherProvider config={config} userId="7" {...options}>
        {showUser}
      </PusherProvider>,
    );
    const client = getRealtimeClient(config);
    const { active } = Reflect.get(globalThis, Symbol.for('@channelkit/core')).get('clients') as {
      active: Map<string, unknown>;
    };
    const isInUse = () => [...active.values()].includes(client);
    expect([isInUse(), getPusherUserId()]).toEqual([true, '7']);
    unmount();
    await advance();
    expect([isInUse(), getPusherUserId()]).toEqual([false, null]);
    expect(() => client.user.set('8')).not.toThrow();
  });

  it("keeps the outer provider's options when an inner one of the same config has none", async () => {
    const { server, advance, options } = offline();
    const config = freshConfig();
    const authorize = vi.fn(() => new Promise<never>(() => {}));
    const Private = () => <>{useChannel('private-orders').status}</>;
    const { rerender } = render(null);
    for (const tag of ['a', 'b']) {
      rerender(
        <PusherProvider config={config} auth={{ authorize }} {...options}>
          <PusherProvider config={config}>
            {tag}
            <Private />
          </PusherProvider>
        </PusherProvider>,
      );
    }
    await advance();
    expect(authorize).toHaveBeenCalledTimes(1);
    expect(server.connectCount).toBe(1);
    getRealtimeClient({ ...config, ...options }).dispose();
  });

  it('passes its user and user channel to an inner provider of the same config, from the first render', () => {
    const config = freshConfig();
    const { options } = offline();
    const seen: string[] = [];
    const See = () => {
      const { userId, setUserId } = usePusherContext();
      seen.push(`${userId} ${usePusherEvent('a').channel}`);
      useEffect(() => {
        expect(() => setUserId(8)).toThrow(/CK402/);
      }, [setUserId]);
      return null;
    };
    render(
      <PusherProvider config={config} userId={7} userChannel="user.{userId}" {...options}>
        <PusherProvider config={config}>
          <See />
        </PusherProvider>
      </PusherProvider>,
    );
    expect(new Set(seen)).toEqual(new Set(['7 user.7']));
    cleanup();
    getRealtimeClient({ ...config, ...options }).dispose();
  });

  it('changes with the config, and hooks and user follow', async () => {
    const first = offline();
    const second = offline();
    const configs = [freshConfig(), freshConfig()] as const;
    const page = (index: 0 | 1) => (
      <PusherProvider
        config={configs[index]}
        {...[first, second][index]?.options}
        userChannel="user.{userId}"
      >
        <Page />
      </PusherProvider>
    );
    function Page() {
      const { userId, setUserId } = usePusherContext();
      const { status, channel } = usePusherEvent('a');
      return <button type="button" onClick={() => setUserId(4)}>{`${userId} ${channel} ${status}`}</button>;
    }
    const { rerender } = render(page(0));
    act(() => screen.getByRole('button').click());
    await first.advance();
    expect(screen.getByText('4 user.4 subscribed')).toBeDefined();
    rerender(page(1));
    await second.advance();
    expect(screen.getByText('4 user.4 subscribed')).toBeDefined();
    expect(second.server.subscribers('user.4')).toHaveLength(1);
    await act(() => (first.options.timers as ReturnType<typeof createManualTimers>).advance(6_000));
    expect(first.server.sockets).toHaveLength(0);
    getRealtimeClient({ ...configs[0], ...first.options }).dispose();
    getRealtimeClient({ ...configs[1], ...second.options }).dispose();
  });

  it('is disabled for null and for an empty key, and hooks are idle', () => {
    for (const config of [null, { key: '' }]) {
      const { result, unmount } = renderHook(
        () => ({ connection: usePusherContext().connection.getSnapshot(), channel: useChannel('orders') }),
        { wrapper: ({ children }) => <PusherProvider config={config}>{children}</PusherProvider> },
      );
      expect(result.current.connection).toMatchObject({
        state: 'disabled',
        reason: 'no app key is configured',
      });
      expect(result.current.channel).toMatchObject({ status: 'idle', reason: 'no app key is configured' });
      unmount();
    }
  });

  it('keeps the contracts of two disabled providers apart', () => {
    const orders = defineChannels({ orders: { updated: event() } });
    const invoices = defineChannels({ invoices: { paid: event() } });
    const Status = ({ channel }: { channel: string }) => <p>{`${channel} ${useChannel(channel).status}`}</p>;
    const { unmount } = render(
      <>
        <PusherProvider config={null} channels={orders}>
          <Status channel="orders" />
        </PusherProvider>
        <PusherProvider config={null} channels={invoices}>
          <Status channel="invoices" />
        </PusherProvider>
      </>,
    );
    expect(screen.getByText('orders idle')).toBeDefined();
    expect(screen.getByText('invoices idle')).toBeDefined();
    unmount();
  });

  it('can be passed in, and is not disposed with the provider', async () => {
    const { client, advance } = stage();
    const { unmount } = render(
      <PusherProvider client={client}>
        <Watch />
      </PusherProvider>,
    );
    await advance();
    unmount();
    expect(() => client.acquire('orders').release()).not.toThrow();
  });

  it('can be passed in disabled, and hooks report it from the first render', () => {
    const client = getRealtimeClient(null);
    const reasons: (string | null)[] = [];
    const Page = () => {
      reasons.push(useChannel('orders').reason);
      return null;
    };
    render(
      <PusherProvider client={client}>
        <Page />
      </PusherProvider>,
    );
    expect(new Set(reasons)).toEqual(new Set(['no app key is configured']));
  });

  it('reads inline options in every render: an authorization has the latest headers (3)', async () => {
    const { advance, options } = offline();
    const config = freshConfig();
    const headers = vi.fn<(tag: string) => void>();
    const fetched = vi.fn(async () => new Response('', { status: 403 }));
    vi.stubGlobal('fetch', fetched);
    const page = (tag: string, children: ReactNode) => (
      <PusherProvider
        config={config}
        auth={{
          endpoint: '/auth',
          headers: () => {
            headers(tag);
            return {};
          },
        }}
        {...options}
      >
        {children}
      </PusherProvider>
    );
    const Private = () => <>{useChannel('private-orders').status}</>;
    const { rerender } = render(page('old', null));
    rerender(page('new', <Private />));
    await advance();
    expect(headers.mock.calls).toEqual([['new']]);
    rerender(page('newer', <Private />));
    await advance();
    expect(fetched).toHaveBeenCalledTimes(1);
    vi.unstubAllGlobals();
    getRealtimeClient({ ...config, ...options, auth: { endpoint: '/auth' } }).dispose();
  });

  it('takes props from a typed JSON value', () => {
    const props: PusherProviderProps = { config: { key: 'k', cluster: 'eu' }, userId: null };
    expect(JSON.parse(JSON.stringify(props))).toEqual(props);
  });
});
