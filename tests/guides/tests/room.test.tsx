import { createRealtimeWrapper, type RealtimeWrapper } from '@channelkit/react/testing';
import { render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Room } from '../src/Room.tsx';
import { channels } from '../src/roomChannels.ts';

let realtime: RealtimeWrapper<typeof channels.definitions>;
beforeEach(() => {
  realtime = createRealtimeWrapper({ channels, userId: 'ann' });
  realtime.auth.user = { id: 'ann', info: { name: 'Ann' } }; // the user that the auth endpoint signs
});
afterEach(() => realtime.client.dispose());
const open = () => {
  const props = { roomId: '1', say: vi.fn(), reload: vi.fn() };
  render(<Room {...props} />, { wrapper: realtime.wrapper });
  return props;
};

it('reports each message', async () => {
  const { say } = open();
  await screen.findByText('live');
  realtime.server.trigger('presence-room.1', 'message', { id: 1, text: 'hello' });
  await waitFor(() => expect(say).toHaveBeenCalledWith('hello'));
});

it('shows members and who is typing', async () => {
  open();
  await screen.findByText('Ann (you)');
  realtime.server.rooms.addMember('presence-room.1', 'bob', { name: 'Bob' });
  await screen.findByText('Bob');
  const data = { typing: true };
  realtime.server.rooms.publish({ channel: 'presence-room.1', event: 'client-typing', data, userId: 'bob' });
  expect(await screen.findByText('Bob …')).toBeDefined();
});

it('shows that access was denied', async () => {
  realtime.auth.answer(403);
  open();
  expect(await screen.findByText(/CK302/)).toBeDefined();
});

it('reloads after a drop', async () => {
  const { reload } = open();
  await screen.findByText('live');
  realtime.server.drop();
  await waitFor(() => expect(reload).toHaveBeenCalledOnce());
});

it('reloads after an unreadable payload', async () => {
  const { say, reload } = open();
  await screen.findByText('live');
  realtime.server.trigger('presence-room.1', 'message', { id: 'one' });
  await waitFor(() => expect(reload).toHaveBeenCalledOnce());
  expect(say).not.toHaveBeenCalled();
});
