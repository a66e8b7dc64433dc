import { createRealtimeWrapper } from '@channelkit/react/testing';
import { render, screen, waitFor } from '@testing-library/react';
import { expect, it, onTestFinished, vi } from 'vitest';
import { OrderStatus as ByHand } from '../src/byHandAfter.tsx';
import { OrderStatus as OnEcho } from '../src/echoAfter.tsx';
import { Room } from '../src/usePusherAfter.tsx';

function stage() {
  const realtime = createRealtimeWrapper({ userId: 'ann' });
  realtime.auth.user = { id: 'ann', info: { name: 'Ann' } };
  onTestFinished(() => {
    realtime.client.dispose();
    vi.unstubAllGlobals();
  });
  return realtime;
}
const subscribed = ({ server }: ReturnType<typeof stage>, channel: string) =>
  waitFor(() => expect(server.subscribers(channel)).toHaveLength(1));

it('by hand: the component loads, follows events, and reloads after a gap', async () => {
  const realtime = stage();
  let status = 'open';
  vi.stubGlobal('fetch', async () => Response.json({ id: 7, status }));
  render(<ByHand id={7} />, { wrapper: realtime.wrapper });
  await screen.findByText('open');
  await subscribed(realtime, 'private-order.7');
  status = 'packed';
  realtime.server.trigger('private-order.7', 'order.updated', { id: 7, status });
  await screen.findByText('packed');
  status = 'sent';
  realtime.server.drop();
  expect(await screen.findByText('sent')).toBeDefined();
});

it('from @harelpls/use-pusher: members, events and client events', async () => {
  const realtime = stage();
  render(<Room id="1" />, { wrapper: realtime.wrapper });
  const button = await screen.findByText('1: Ann.');
  realtime.server.trigger('presence-room.1', 'message', { text: 'hello' });
  await screen.findByText('1: Ann. hello');
  button.click();
  await waitFor(() => expect(realtime.server.received('client-typing')).toHaveLength(1));
});

it('from @laravel/echo-react: the names on the wire', async () => {
  const realtime = stage();
  render(<OnEcho id={7} />, { wrapper: realtime.wrapper });
  await subscribed(realtime, 'private-order.7');
  const order = { id: 7, status: 'packed' };
  realtime.server.trigger('private-order.7', 'App\\Events\\OrderUpdated', { order });
  expect(await screen.findByText('packed')).toBeDefined();
});
