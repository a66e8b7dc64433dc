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

it('is on presence channels who it is for the provider', async () => {
  const { result } = memberOf({ userId: 7 });
  await waitFor(() => expect(result.current).toMatchObject({ id: '7' }));
});

it('is on presence channels who the test says, with what others see', async () => {
  const { result, auth } = memberOf({ userId: 7 });
  auth.user = { id: '8', info: { name: 'Ann' } };
  await waitFor(() => expect(result.current).toEqual({ id: '8', info: { name: 'Ann' } }));
});

it.each([
  [
    'whom an auth endpoint of the test says, whoever the provider has',
    { userId: 7, authEndpoint: new FakeAuth({ user: { id: 'ann' } }) },
    'ann',
  ],
  ['the same person in every test where the provider has nobody', {}, 'me'],
  ['the same person in every test where the user is not controlled', { userId: undefined }, 'me'],
])('is on presence channels %s', async (_, options, id) => {
  const { result } = memberOf(options);
  await waitFor(() => expect(result.current).toMatchObject({ id }));
});

it('has nobody as user unless the test says it, cookie or not', async () => {
  setCookie('user_id=5');
  const users = [{}, { userId: undefined }].map((options) => {
    const { wrapper, client } = createRealtimeWrapper(options);
    onTestFinished(() => client.dispose());
    return renderHook(() => usePusherContext().userId, { wrapper }).result.current;
  });
  setCookie('user_id=; max-age=0');
  expect(users).toEqual([null, '5']);
});

it('shares nothing with another wrapper, not of the same key either', async () => {
  const [first, second] = [createRealtimeWrapper({ key: 'k' }), createRealtimeWrapper({ key: 'k' })];
  for (const { client } of [first, second]) onTestFinished(() => client.dispose());
  const { result } = renderHook(() => useChannel('orders').isLive, { wrapper: first.wrapper });
  await waitFor(() => expect(result.current).toBe(true));
  expect(first.client).not.toBe(second.client);
  expect([first.server.connectCount, second.server.connectCount]).toEqual([1, 0]);
  expect(second.client.inspect().channels).toEqual([]);
});
