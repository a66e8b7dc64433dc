import { getPusherUserId, type RealtimeError, setPusherUserId } from '@channelkit/core';
import { createTestClient } from '@channelkit/core/testing';
import { act, cleanup, render, renderHook, screen } from '@testing-library/react';
import { type ReactNode, useEffect, useLayoutEffect } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { renderError, setCookie, stage } from '../../tests/support/stage.tsx';
import { useChannel } from '../hooks/useChannel.ts';
import { useChannels } from '../hooks/useChannels.ts';
import { usePresence } from '../hooks/usePresence.ts';
import { usePusherContext } from '../hooks/usePusherContext.ts';
import { usePusherEvent } from '../hooks/usePusherEvent.ts';
import { PusherProvider } from './PusherProvider.tsx';

afterEach(() => {
  cleanup();
  setCookie('user_id=; max-age=0');
  setPusherUserId(null);
});

function ContextOf({ children }: { children: (context: ReturnType<typeof usePusherContext>) => ReactNode }) {
  return children(usePusherContext());
}

const showUser = <ContextOf>{({ userId }) => <p>{`user ${userId}`}</p>}</ContextOf>;

describe('the user of a provider', () => {
  it('comes from the cookie user_id, read after the first render (6)', () => {
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

  it('is the userId prop from the first render, without reading the cookie', () => {
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

  it('follows the prop: the old channel is left immediately and the new one stays held', async () => {
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

  it('never renders data of the previous user (2)', async () => {
    const { client, advance } = stage();
    const seen: string[] = [];
    const Page = () => {
      const { userId } = usePusherContext();
      const { status } = useChannel('private-orders');
      const [item] = useChannels(['private-orders']);
      seen.push(`${userId} ${status} ${item?.status} ${usePresence('presence-room').count}`);
      return null;
    };
    const page = (userId: number) => (
      <PusherProvider client={client} userId={userId}>
        <Page />
      </PusherProvider>
    );
    const { rerender } = render(page(7));
    await advance();
    expect(seen.at(-1)).toBe('7 subscribed subscribed 1');
    rerender(page(8));
    expect(seen.find((text) => text.startsWith('8'))).toBe('8 subscribing subscribing 0');
  });

  it('authorizes only the channels that stay after a change of user (11)', async () => {
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

  it("shows none of the previous user's data in the first render of the new user", async () => {
    const { client, advance } = stage();
    const seen: string[] = [];
    function Room() {
      const { userId } = usePusherContext();
      const { count } = usePresence('presence-room');
      const { status } = useChannel('presence-room');
      const [item] = useChannels(['presence-room']);
      seen.push(`${userId}: ${count} ${status} ${item?.status}`);
      return null;
    }
    const page = (userId: number) => (
      <PusherProvider client={client} userId={userId}>
        <Room />
      </PusherProvider>
    );
    const { rerender } = render(page(7));
    await advance();
    expect(seen.at(-1)).toBe('7: 1 subscribed subscribed');
    seen.length = 0;
    rerender(page(8));
    expect(new Set(seen)).toEqual(new Set(['8: 0 subscribing subscribing']));
    await advance();
    expect(seen.at(-1)).toBe('8: 1 subscribed subscribed');
  });

  it('can be set by a component and by plain code', () => {
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

  it('is the one set by plain code before the provider mounted, with or without a cookie', () => {
    setCookie('user_id=5');
    const { client } = createTestClient();
    setPusherUserId(9);
    render(<PusherProvider client={client}>{showUser}</PusherProvider>);
    expect(screen.getByText('user 9')).toBeDefined();
  });

  it('is the one that a child sets in its effect, with or without a cookie', () => {
    setCookie('user_id=5');
    function Child() {
      const { setUserId, userId } = usePusherContext();
      useEffect(() => setUserId(3), [setUserId]);
      return <p>{`user ${userId}`}</p>;
    }
    const { client } = createTestClient();
    const users: (string | null)[] = [];
    client.user.subscribe(() => users.push(client.user.getSnapshot().id));
    render(
      <PusherProvider client={client}>
        <Child />
      </PusherProvider>,
    );
    expect(screen.getByText('user 3')).toBeDefined();
    expect(users).toEqual(['3']);
  });

  it('stays cleared after a log-out even if the cookie remains', () => {
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

  it('comes from the cookie once the prop is removed', () => {
    setCookie('user_id=5');
    const { client } = createTestClient();
    const page = (userId?: null) => (
      <PusherProvider client={client} userId={userId}>
        {showUser}
      </PusherProvider>
    );
    const { rerender } = render(page(null));
    rerender(page());
    expect(screen.getByText('user 5')).toBeDefined();
    act(() => setPusherUserId(null));
    rerender(page(null));
    rerender(page());
    expect(screen.getByText('user null')).toBeDefined();
  });

  it('cannot be set while the prop controls it, by a component, by plain code or on the client', () => {
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

  it('cannot be set from the first commit of the prop until the prop is removed', () => {
    const { client } = createTestClient();
    const codes: unknown[] = [];
    function Child() {
      const { setUserId, userId } = usePusherContext();
      useLayoutEffect(() => {
        try {
          setUserId(3);
        } catch (error) {
          codes.push((error as RealtimeError).code);
        }
      }, [setUserId]);
      return <p>{`user ${userId}`}</p>;
    }
    const page = (userId?: number) => (
      <PusherProvider client={client} userId={userId}>
        <Child />
      </PusherProvider>
    );
    const { rerender } = render(page(7));
    expect(new Set(codes)).toEqual(new Set(['CK402']));
    expect(client.user.getSnapshot().id).toBe('7');
    rerender(page());
    act(() => setPusherUserId(4));
    expect(screen.getByText('user 4')).toBeDefined();
  });

  it('is null for an empty id', () => {
    const { client } = createTestClient();
    render(
      <PusherProvider client={client} userId="">
        {showUser}
      </PusherProvider>,
    );
    expect(screen.getByText('user null')).toBeDefined();
  });

  it('is not inherited from an outer provider of another client, nor are the user channel and the default client', async () => {
    const [outer, inner] = [stage(), stage()];
    const Own = () => <p>{`own ${usePusherEvent('a').channel}`}</p>;
    const page = (children: ReactNode) => (
      <PusherProvider client={outer.client} userId={7} userChannel="private-user.{userId}">
        <Own />
        {children}
      </PusherProvider>
    );
    const { rerender } = render(page(null));
    rerender(
      page(
        <>
          <PusherProvider client={outer.client}>
            <Own />
          </PusherProvider>
          <PusherProvider client={inner.client}>{showUser}</PusherProvider>
        </>,
      ),
    );
    await outer.advance();
    expect(screen.getByText('user null')).toBeDefined();
    expect(screen.getAllByText('own private-user.7')).toHaveLength(2);
    act(() => inner.client.user.set(3));
    expect(screen.getByText('user 3')).toBeDefined();
    expect(getPusherUserId()).toBe('7');
    const withoutChannel = (
      <PusherProvider client={inner.client}>
        <Own />
      </PusherProvider>
    );
    expect(renderError(() => rerender(page(withoutChannel)))).toMatchObject({ code: 'CK403' });
  });

  it('is the controlled one even if another root of the same client reads a cookie', () => {
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
