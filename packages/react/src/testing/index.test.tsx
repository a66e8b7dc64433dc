import { channel, defineChannels, event } from '@channelkit/core';
import { FakeAuth } from '@channelkit/core/testing';
import { renderHook, waitFor } from '@testing-library/react';
import { expect, it, onTestFinished } from 'vitest';
import { setCookie } from '../../tests/support/stage.tsx';
import { useChannel } from '../hooks/useChannel.ts';
import { usePresence } from '../hooks/usePresence.ts';
import { usePusherContext } from '../hooks/usePusherContext.ts';
import { createRealtimeWrapper, type RealtimeWrapperOptions } from './index.tsx';

const channels = defineChannels({
  'presence-room': channel({ events: { message: event<string>() } }),
});

function memberOf(options: RealtimeWrapperOptions<typeof channels.definitions>) {
  const { wrapper, client, auth } = createRealtimeWrapper({ channels, ...options });
  onTestFinished(() => client.dispose());
  const { result } = renderHook(() => usePresence('presence-room', ({ me }) => me), { wrapper });
  return { result, auth };
}

it("joins presence channels as the provider's user", async () => {
  const { result } = memberOf({ userId: 7 });
  await waitFor(() => expect(result.current).toMatchObject({ id: '7' }));
});

it('joins presence channels as auth.user, with its info', async () => {
  const { result, auth } = memberOf({ userId: 7 });
  auth.user = { id: '8', info: { name: 'Ann' } };
  await waitFor(() => expect(result.current).toEqual({ id: '8', info: { name: 'Ann' } }));
});

it.each([
  [
    "as the user of its own auth endpoint, whatever the provider's user",
    { userId: 7, authEndpoint: new FakeAuth({ user: { id: 'ann' } }) },
    'ann',
  ],
  ['as the same user in every test without a user', {}, 'me'],
  ['as the same user in every test with an uncontrolled user', { userId: undefined }, 'me'],
])('joins presence channels %s', async (_, options, id) => {
  const { result } = memberOf(options);
  await waitFor(() => expect(result.current).toMatchObject({ id }));
});

it('has no user by default, and reads the cookie only where the user is not controlled', async () => {
  setCookie('user_id=5');
  const users = [{}, { userId: undefined }].map((options) => {
    const { wrapper, client } = createRealtimeWrapper(options);
    onTestFinished(() => client.dispose());
    return renderHook(() => usePusherContext().userId, { wrapper }).result.current;
  });
  setCookie('user_id=; max-age=0');
  expect(users).toEqual([null, '5']);
});

it('shares nothing with another wrapper, even with the same key', async () => {
  const [first, second] = [createRealtimeWrapper({ key: 'k' }), createRealtimeWrapper({ key: 'k' })];
  for (const { client } of [first, second]) onTestFinished(() => client.dispose());
  const { result } = renderHook(() => useChannel('orders').isLive, { wrapper: first.wrapper });
  await waitFor(() => expect(result.current).toBe(true));
  expect(first.client).not.toBe(second.client);
  expect([first.server.connectCount, second.server.connectCount]).toEqual([1, 0]);
  expect(second.client.inspect().channels).toEqual([]);
});
