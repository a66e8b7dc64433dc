import { expect, it, vi } from 'vitest';
import { connected, next, setStage } from '../pusher-js/stage.ts';

// What `transport/pusherJs.ts` and `transport/sharedInstance.ts` build on when they use pusher-js below its channels.

it('runs the global callbacks of a connection before its own, so that a frame can be taken out', async () => {
  const { server, connect } = await setStage();
  const client = connect();
  const channel = client.subscribe('orders');
  await next(channel, 'pusher:subscription_succeeded');
  const seen: unknown[] = [];
  channel.bind_global((event: string) => seen.push(event));
  client.connection.bind_global((name: string, frame: { event: string; channel?: string }) => {
    if (name !== 'message' || frame.event !== 'secret') return;
    seen.push('taken out');
    frame.event = 'pusher:handled';
    delete frame.channel;
  });
  server.trigger('orders', 'secret', 1);
  server.trigger('orders', 'end', 2);
  await next(channel, 'end');
  expect(seen).toEqual(['taken out', 'end']);
});

it('stays a plain socket while it is not asked to subscribe: it has no channels, also after a reconnect', async () => {
  const { server, connect } = await setStage();
  const client = connect();
  await connected(client);
  const frames: string[] = [];
  client.connection.bind('message', ({ event }: { event: string }) => frames.push(event));
  client.send_event('pusher:subscribe', { channel: 'orders' });
  await expect.poll(() => frames).toEqual(['pusher_internal:subscription_succeeded']);
  server.trigger('orders', 'changed', 1);
  await expect.poll(() => frames.at(-1)).toBe('changed');
  expect(client.allChannels()).toEqual([]);
  const again = next(client.connection, 'connected');
  server.drop();
  await again;
  // The answer to a ping is the marker: what pusher-js sends on its own is there before it.
  client.send_event('pusher:ping', {});
  await expect.poll(() => frames.at(-1)).toBe('pusher:pong');
  expect(client.allChannels()).toEqual([]);
  expect(server.subscriptions()).toEqual([]);
  expect(server.frames({ direction: 'in', event: 'pusher:subscribe' })).toHaveLength(1);
});

it('sends a turn after it is asked to, so a disconnect() at once loses the frame', async () => {
  const { server, connect } = await setStage();
  const client = connect();
  await connected(client);
  client.send_event('pusher:ping', {});
  client.disconnect();
  await expect.poll(() => server.connections()).toEqual([]);
  expect(server.frames({ direction: 'in' })).toEqual([]);
});

it('keeps a retry timer after a close with 4200, and reconnects although disconnect() was called', async () => {
  const { server, connect } = await setStage();
  const client = connect();
  await connected(client);
  const announced = next(client.connection, 'connecting_in');
  server.drop({ code: 4200 });
  await announced;
  client.disconnect();
  expect(client.connection.state).toBe('disconnected');
  await connected(client);
});

it('skips a global callback if the one before it is unbound during the event', async () => {
  const { connect } = await setStage();
  const channel = connect().subscribe('orders');
  const calls: string[] = [];
  const first = () => {
    calls.push('first');
    channel.unbind_global(first);
  };
  channel.bind_global(first).bind_global(() => calls.push('second'));
  channel.emit('e');
  channel.emit('e');
  expect(calls).toEqual(['first', 'second']);
});

it('in Node reads no frame after a legal event that is nested 5,000 deep, and stays "connected"', async () => {
  const { server, connect } = await setStage();
  const [client, marker] = [connect(), connect()];
  const channels = [client, marker].map((each) => each.subscribe('orders'));
  await Promise.all(channels.map((each) => next(each, 'pusher:subscription_succeeded')));
  const [own] = channels;
  const heard = vi.fn<() => void>();
  own?.bind_global(heard);
  client.connection.bind('error', heard);
  marker.unsubscribe('orders');
  await next(marker.subscribe('marker'), 'pusher:subscription_succeeded');
  server.trigger('orders', 'deep', `${'['.repeat(5_000)}${']'.repeat(5_000)}`);
  server.trigger('orders', 'after', 1);
  const end = next(marker.channel('marker'), 'end');
  server.trigger('marker', 'end', 1);
  await end;
  expect(heard).not.toHaveBeenCalled();
  expect(client.connection.state).toBe('connected');
});
