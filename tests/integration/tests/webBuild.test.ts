// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { gapsOf, live, setStage, subscribers, until } from './support/stage.ts';

/** The build of pusher-js for pages, which listens to the network and may fall back to other transports. */
const pusher = () => import('pusher-js/dist/web/pusher.js') as never;

// The page's own WebSocket and that of Node do not take each other's events.
beforeEach(() => void vi.stubGlobal('WebSocket', WebSocket));
afterEach(() => void vi.unstubAllGlobals());

it('works with the browser build: subscribes, loses the socket, recovers and closes (2, 7, 10, 15)', async () => {
  const { client, server } = await setStage({ pusher, grace: 0 });
  const lease = client.acquire('private-orders');
  await live(lease);
  const gaps = gapsOf(lease);
  for (const fail of [
    () => server.destroy(),
    () => server.drop({ code: 1000 }),
    () => server.drop({ code: 4200 }),
  ]) {
    const { length } = gaps;
    fail();
    await until(() => gaps.length > length);
    expect(subscribers(server, 'private-orders')).toBe(1);
    expect(server.connections()).toHaveLength(1);
  }
  lease.release();
  await until(() => server.connections().length === 0);
});

it("does not interfere with pusher-js's network listeners when the page is online again (10)", async () => {
  const { client, server } = await setStage({ pusher });
  const refused = server.refuse({ status: 503 });
  const lease = client.acquire('private-orders');
  await until(() => client.connection.getSnapshot().state === 'connecting');
  refused.end();
  window.dispatchEvent(new Event('offline'));
  window.dispatchEvent(new Event('online'));
  await live(lease);
  window.dispatchEvent(new Event('online'));
  window.dispatchEvent(new Event('offline'));
  await lease.trigger('client-x', 1);
  await until(() => server.connections().length === 1);
  expect(subscribers(server, 'private-orders')).toBe(1);
});
