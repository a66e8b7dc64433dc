import { channel, defineChannels, event } from '@channelkit/core';
import { renderHook, waitFor } from '@testing-library/react';
import { expect, it, onTestFinished } from 'vitest';
import { useChannel } from '../useChannel.ts';
import { usePresence } from '../usePresence.ts';
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

it('shares nothing with another wrapper, not of the same key either', async () => {
  const [first, second] = [createRealtimeWrapper({ key: 'k' }), createRealtimeWrapper({ key: 'k' })];
  for (const { client } of [first, second]) onTestFinished(() => client.dispose());
  const { result } = renderHook(() => useChannel('orders').isLive, { wrapper: first.wrapper });
  await waitFor(() => expect(result.current).toBe(true));
  expect(first.client).not.toBe(second.client);
  expect([first.server.connectCount, second.server.connectCount]).toEqual([1, 0]);
  expect(second.client.inspect().channels).toEqual([]);
});
