import { act, render, renderHook, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { stage } from '../../tests/support/stage.tsx';
import { PusherProvider } from '../provider/PusherProvider.tsx';
import type { UseChannelResult } from '../types/results.ts';
import { useChannel } from './useChannel.ts';
import { useUserChannel } from './useUserChannel.ts';

describe('useChannel', () => {
  it('returns the status of the subscription', async () => {
    const { wrapper, advance, server } = stage();
    const { result } = renderHook(() => useChannel('private-orders'), { wrapper });
    expect(result.current).toMatchObject({ channel: 'private-orders', status: 'subscribing', isLive: false });
    await advance();
    expect(result.current).toMatchObject({ status: 'subscribed', isLive: true, error: null });
    expect(result.current.liveSince).toBeGreaterThan(0);
    server.drop();
    await advance(1);
    expect(result.current.isLive).toBe(false);
    await advance(2_000);
    expect(result.current.isLive).toBe(true);
  });

  it('returns a denial with its error, and retries with retry()', async () => {
    const { wrapper, advance, auth } = stage();
    auth.answer(403);
    const { result } = renderHook(() => useChannel('private-orders'), { wrapper });
    await advance();
    expect(result.current).toMatchObject({ status: 'failed', error: { code: 'CK302' } });
    auth.answer('ok');
    act(() => result.current.retry());
    await advance();
    expect(result.current.status).toBe('subscribed');
  });

  it('reports a name that Pusher refuses as a failure instead of throwing (12)', async () => {
    const { wrapper, advance, server } = stage();
    const { result } = renderHook(() => useChannel('no spaces please'), { wrapper });
    await advance();
    expect(result.current).toMatchObject({ status: 'failed', error: { code: 'CK101' } });
    expect(server.connectCount).toBe(0);
  });

  it('holds nothing for null, undefined and enabled: false', async () => {
    const { wrapper, advance, server } = stage();
    const { result } = renderHook(
      () => [useChannel(null), useChannel(undefined), useChannel('orders', { enabled: false })],
      { wrapper },
    );
    await advance();
    expect(result.current.map(({ status }) => status)).toEqual(['idle', 'idle', 'idle']);
    expect(server.connectCount).toBe(0);
  });

  it('gives the reason in the same render in which it stops holding', async () => {
    const { wrapper } = stage();
    const reasons: (string | null)[] = [];
    const { rerender } = renderHook(
      ({ name, enabled }: { name: string | null; enabled: boolean }) => {
        reasons.push(useChannel(name, { enabled }).reason);
      },
      { wrapper, initialProps: { name: null as string | null, enabled: true } },
    );
    expect(reasons.at(-1)).toBe('no channel is asked for');
    reasons.length = 0;
    rerender({ name: 'orders', enabled: false });
    expect(new Set(reasons)).toEqual(new Set(['it is not enabled']));
  });

  it('sends client events once the channel is subscribed, without holding it longer (15)', async () => {
    const { wrapper, advance, server, client } = stage();
    const { result } = renderHook(() => useChannel('private-chat'), { wrapper });
    const { trigger } = result.current;
    const sent = trigger('client-typing', { typing: true });
    await advance();
    await sent;
    expect(server.received('client-typing', 'private-chat')).toHaveLength(1);
    expect(result.current.trigger).toBe(trigger);
    await expect(trigger('client-typing', 1)).resolves.toBeUndefined();
    await advance();
    expect(client.inspect().channels).toMatchObject([{ name: 'private-chat', leases: 1 }]);
  });

  it('refuses client events on public channels and without a channel', async () => {
    const { wrapper } = stage();
    const { result } = renderHook(() => [useChannel('chat'), useChannel(null)] as const, { wrapper });
    await expect(result.current[0].trigger('client-a', 1)).rejects.toMatchObject({ code: 'CK306' });
    await expect(result.current[1].trigger('client-a', 1)).rejects.toMatchObject({ code: 'CK307' });
  });

  it("returns the server's subscription count, and renders for it only if it is read", async () => {
    const { wrapper, advance, server } = stage();
    const silent = vi.fn();
    const reading = renderHook(() => useChannel('orders').subscriptionCount, { wrapper });
    renderHook(
      () => {
        silent();
        return useChannel('orders').isLive;
      },
      { wrapper },
    );
    await advance();
    silent.mockClear();
    server.send({
      event: 'pusher_internal:subscription_count',
      channel: 'orders',
      data: JSON.stringify({ subscription_count: 4 }),
    });
    await advance(1);
    await waitFor(() => expect(reading.result.current).toBe(4));
    expect(silent).not.toHaveBeenCalled();
  });

  it('reports a cache miss to components that mount late too, until the next event', async () => {
    const { wrapper, advance, server } = stage();
    const first = renderHook(() => useChannel('cache-price').isCacheMiss, { wrapper });
    expect(first.result.current).toBe(false);
    await advance();
    const late = renderHook(() => useChannel('cache-price').isCacheMiss, { wrapper });
    expect([first.result.current, late.result.current]).toEqual([true, true]);
    act(() => server.trigger('cache-price', 'changed', { eur: 5 }));
    await advance(1);
    expect([first.result.current, late.result.current]).toEqual([false, false]);
  });

  it('rejects pending client events when the user changes', async () => {
    const { wrapper, advance, server, auth, client } = stage({
      userId: undefined,
      userChannel: 'private-user.{userId}',
      grace: 60_000,
    });
    client.user.set(7);
    const { result } = renderHook(() => useChannel(useUserChannel('private-user.{userId}')), { wrapper });
    await advance();
    server.goDown();
    await advance();
    const sent = result.current.trigger('client-typing', {});
    act(() => client.user.set(8));
    await expect(sent).rejects.toMatchObject({ code: 'CK310' });
    server.goUp();
    await advance(60_000);
    expect(auth.requestsFor('private-user.7')).toHaveLength(1);
  });

  it('rejects pending client events on the user channel of a later template, and on no other', async () => {
    const { client, advance, server } = stage({ grace: 60_000 });
    const triggers: UseChannelResult['trigger'][] = [];
    const Page = () => {
      triggers.splice(0, 2, useChannel('private-user.7').trigger, useChannel('private-user.9').trigger);
      return null;
    };
    const page = (userId: number, userChannel?: string) => (
      <PusherProvider client={client} userId={userId} userChannel={userChannel}>
        <Page />
      </PusherProvider>
    );
    const { rerender } = render(page(7));
    await advance();
    rerender(page(7, 'private-user.{userId}'));
    server.goDown();
    await advance();
    const [own, other] = triggers.map((trigger) => trigger('client-typing', {}));
    rerender(page(8, 'private-user.{userId}'));
    await expect(own).rejects.toMatchObject({ code: 'CK310' });
    server.goUp();
    await advance(60_000);
    await expect(other).resolves.toBeUndefined();
    expect(server.received('client-typing').map(({ channel }) => channel)).toEqual(['private-user.9']);
  });
});
