import {
  defineChannels,
  event,
  getPusherUserId,
  getRealtimeClient,
  type RealtimeClient,
  setPusherUserId,
} from '@channelkit/core';
import { createFakePusher, createManualTimers, createTestClient, FakeServer } from '@channelkit/core/testing';
import { act, cleanup, render, renderHook, screen } from '@testing-library/react';
import { type ReactNode, useEffect } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { setCookie, stage } from '../tests/support/stage.tsx';
import { PusherProvider, type PusherProviderProps } from './PusherProvider.tsx';
import { useChannel } from './useChannel.ts';
import { usePusherContext } from './usePusherContext.ts';
import { usePusherEvent } from './usePusherEvent.ts';

afterEach(() => {
  cleanup();
  setCookie('user_id=; max-age=0');
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
  const server = new FakeServer({ timers });
  const { Pusher } = createFakePusher({ server });
  const advance = () => act(() => timers.advance(20));
  return { server, advance, options: { pusher: Pusher, timers } };
}

function ContextOf({ children }: { children: (context: ReturnType<typeof usePusherContext>) => ReactNode }) {
  return children(usePusherContext());
}

const showUser = <ContextOf>{({ userId }) => <p>{`user ${userId}`}</p>}</ContextOf>;

describe('the user of a provider', () => {
  it('is the cookie user_id, found after the first render (6)', () => {
    setCookie('user_id=a%40b');
    const seen: (string | null)[] = [];
    const { client } = createTestClient();
    render(
      <PusherProvider client={client}>
        <ContextOf>
          {({ userId }) => {
            seen.push(userId);
            return null;
          }}
        </ContextOf>
      </PusherProvider>,
    );
    expect(seen[0]).toBeNull();
    expect(seen.at(-1)).toBe('a@b');
    expect(client.user.getSnapshot().id).toBe('a@b');
  });

  it('is the userId prop from the first render on, and the cookie is not read', () => {
    setCookie('user_id=5');
    const { client } = createTestClient();
    const seen: (string | null)[] = [];
    const page = (userId: string | number | null) => (
      <PusherProvider client={client} userId={userId}>
        <ContextOf>
          {(context) => {
            seen.push(context.userId);
            return null;
          }}
        </ContextOf>
      </PusherProvider>
    );
    const { rerender } = render(page(7));
    expect(new Set(seen)).toEqual(new Set(['7']));
    expect(client.user.getSnapshot().id).toBe('7');
    rerender(page(null));
    expect(seen.at(-1)).toBeNull();
    expect(client.user.getSnapshot().id).toBeNull();
  });

  it('moves with the prop: the old channel is left at once and the new one stays held', async () => {
    const { client, advance, server } = stage();
    const Own = () => <p>{`${usePusherEvent('a').channel} ${usePusherEvent('a').status}`}</p>;
    const page = (userId: number | null) => (
      <PusherProvider client={client} userId={userId} userChannel="private-user.{userId}">
        <Own />
      </PusherProvider>
    );
    const { rerender } = render(page(7));
    await advance();
    for (const userId of [8, 9]) {
      rerender(page(userId));
      await advance();
      expect(screen.getByText(`private-user.${userId} subscribed`)).toBeDefined();
      expect(server.subscribers(`private-user.${userId}`)).toHaveLength(1);
      expect(server.subscribers(`private-user.${userId - 1}`)).toHaveLength(0);
    }
    rerender(page(null));
    await advance();
    expect(server.subscribers('private-user.9')).toHaveLength(0);
  });

  it('asks nothing for what goes with the page of the old user, and anew for what stays (11)', async () => {
    const { client, advance, auth } = stage();
    const Held = ({ name }: { readonly name: string }) => <p>{`${name} ${useChannel(name).status}`}</p>;
    const page = (userId: number) => (
      <PusherProvider client={client} userId={userId}>
        {userId === 7 && <Held name="private-invoice.1" />}
        <Held name="private-orders" />
      </PusherProvider>
    );
    const { rerender } = render(page(7));
    await advance();
    rerender(page(8));
    await advance();
    expect(auth.requestsFor('private-invoice.1')).toHaveLength(1);
    expect(auth.requestsFor('private-orders')).toHaveLength(2);
    expect(screen.getByText('private-orders subscribed')).toBeDefined();
    expect(client.inspect().channels.map(({ name }) => name)).toEqual(['private-orders']);
  });

  it('can be set by a component, and by plain code', () => {
    const { client } = createTestClient();
    const { result } = renderHook(() => usePusherContext(), {
      wrapper: ({ children }) => <PusherProvider client={client}>{children}</PusherProvider>,
    });
    act(() => result.current.setUserId(7));
    expect(result.current.userId).toBe('7');
    expect(getPusherUserId()).toBe('7');
    act(() => setPusherUserId('8'));
    expect(result.current.userId).toBe('8');
    act(() => setPusherUserId(null));
    expect(result.current.userId).toBeNull();
  });

  it('is the one set by plain code before the provider was there, cookie or not', () => {
    setCookie('user_id=5');
    const { client } = createTestClient();
    setPusherUserId(9);
    render(<PusherProvider client={client}>{showUser}</PusherProvider>);
    expect(screen.getByText('user 9')).toBeDefined();
  });

  it('is the one a child sets in its effect, cookie or not', () => {
    setCookie('user_id=5');
    function Child() {
      const { setUserId, userId } = usePusherContext();
      useEffect(() => setUserId(3), [setUserId]);
      return <p>{`user ${userId}`}</p>;
    }
    const { client } = createTestClient();
    render(
      <PusherProvider client={client}>
        <Child />
      </PusherProvider>,
    );
    expect(screen.getByText('user 3')).toBeDefined();
  });

  it('stays cleared after a log-out although the cookie is still there', () => {
    setCookie('user_id=5');
    const { client } = createTestClient();
    const page = (text: string) => (
      <PusherProvider client={client}>
        {showUser}
        {text}
      </PusherProvider>
    );
    const { rerender } = render(page('a'));
    act(() => setPusherUserId(null));
    rerender(page('b'));
    expect(screen.getByText('user null')).toBeDefined();
  });

  it('cannot be set while the prop controls it, from a component, from plain code or on the client', () => {
    const { client } = createTestClient();
    const { result, unmount } = renderHook(() => usePusherContext(), {
      wrapper: ({ children }) => (
        <PusherProvider client={client} userId={null}>
          {children}
        </PusherProvider>
      ),
    });
    expect(() => result.current.setUserId(7)).toThrow(/CK402/);
    expect(() => setPusherUserId(7)).toThrow(/CK402/);
    expect(() => client.user.set(7)).toThrow(/CK402/);
    expect(client.user.getSnapshot().id).toBeNull();
    unmount();
    client.user.set(7);
    expect(client.user.getSnapshot().id).toBe('7');
  });

  it('is the controlled one where another root of the same client reads a cookie', () => {
    setCookie('user_id=5');
    const { client } = createTestClient();
    render(
      <PusherProvider client={client} userId={null}>
        {showUser}
      </PusherProvider>,
    );
    const other = render(<PusherProvider client={client}>other</PusherProvider>);
    expect(client.user.getSnapshot().id).toBeNull();
    expect(() => setPusherUserId(6)).toThrow(/CK402/);
    other.unmount();
  });
});

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

  it('is one per config, with one socket, in StrictMode, nested providers and remounts (1)', async () => {
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

  it('is let go with the last provider: no more in use, nor the default (15)', async () => {
    const { options, advance } = offline();
    const config = freshConfig();
    const { unmount } = render(
      <PusherProvider config={config} userId="7" {...options}>
        {showUser}
      </PusherProvider>,
    );
    const client = getRealtimeClient(config);
    const { active } = Reflect.get(globalThis, Symbol.for('@channelkit/core')) as {
      active: Map<string, unknown>;
    };
    const isInUse = () => [...active.values()].includes(client);
    expect([isInUse(), getPusherUserId()]).toEqual([true, '7']);
    unmount();
    await advance();
    expect([isInUse(), getPusherUserId()]).toEqual([false, null]);
    expect(() => client.user.set('8')).not.toThrow();
  });

  it('keeps the options of the outer provider when an inner one of the same config gives none', async () => {
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

  it('changes with the config, and hooks and user move over', async () => {
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

  it('is disabled for null and for an empty key, and hooks idle', () => {
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

  it('keeps the contracts of two providers apart that are both switched off', () => {
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

  it('can be given, and is not disposed with the provider', async () => {
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

  it('reads inline options anew at every render: an authorisation gets the newest headers (3)', async () => {
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
