import { expect, it, vi } from 'vitest';
import { openPage } from '../pusher-js/page.ts';
import { next, setStage } from '../pusher-js/stage.ts';

// The browser build: it listens to the page's network state and uses the page's WebSocket.

it('adds two listeners to the page for all clients together, and never removes them', () => {
  const { PusherWeb, listeners } = openPage();
  expect(listeners).toEqual(['online', 'offline']);
  for (let n = 0; n < 5; n += 1) new PusherWeb('key', { cluster: 'mt1' }).disconnect();
  expect(listeners).toEqual(['online', 'offline']);
});

it('keeps notifying a disconnected client of network changes', async () => {
  const { connect } = await setStage();
  const { PusherWeb, dispatch } = openPage();
  const client = connect({}, PusherWeb);
  client.disconnect();
  const heard = vi.fn<() => void>();
  vi.spyOn(client.timeline, 'info').mockImplementation(heard);
  dispatch('online');
  dispatch('offline');
  expect(heard.mock.calls).toEqual([[{ netinfo: 'online' }], [{ netinfo: 'offline' }]]);
});

it("lets a handler's error surface as uncaught, and reads the next frame", async () => {
  const { connect, server } = await setStage();
  const { PusherWeb } = openPage();
  const channel = connect({}, PusherWeb).subscribe('orders');
  await next(channel, 'pusher:subscription_succeeded');
  const caught: unknown[] = [];
  const listeners = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => caught.push(error));
  const later = vi.fn<() => void>();
  channel.bind('e', () => {
    throw new Error('mine');
  });
  channel.bind('e', later);
  const after = next(channel, 'after');
  server.trigger('orders', 'e', 1);
  server.trigger('orders', 'after', 2);
  expect(await after).toBe(2);
  await expect.poll(() => caught).toHaveLength(1);
  process.removeAllListeners('uncaughtException');
  for (const listener of listeners) process.on('uncaughtException', listener);
  expect(caught).toMatchObject([{ message: 'mine' }]);
  expect(later).not.toHaveBeenCalled();
});
