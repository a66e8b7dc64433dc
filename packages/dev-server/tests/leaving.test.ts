import { describe, expect, it } from 'vitest';
import { openPlain } from './support/plainSocket.ts';
import { openRaw, signInRaw, subscribeRaw } from './support/rawSocket.ts';
import { app, startTestServer } from './support/testServer.ts';

const subscribeFrame = '{"event":"pusher:subscribe","data":{"channel":"orders"}}';

describe('a connection that the server has closed and whose client does not answer', () => {
  it('is not read any more', async () => {
    const server = await startTestServer();
    const plain = await openPlain(server, app.key);
    await expect.poll(() => plain.received()).toContain('connection_established');
    const subscribed: string[] = [];
    server.observe((event) => event.type === 'subscribed' && subscribed.push(event.channel));
    expect(server.drop()).toBe(1);
    plain.send(1, subscribeFrame);
    const other = openRaw(server);
    await subscribeRaw(other, 'invoices');
    await other.frame('pusher_internal:subscription_succeeded');
    expect(subscribed).toEqual(['invoices']);
  });

  it('does not keep the server from stopping', async () => {
    const server = await startTestServer();
    const plain = await openPlain(server, app.key);
    await expect.poll(() => plain.received()).toContain('connection_established');
    server.drop();
    const ended = new Promise((resolve) => plain.tcp.on('close', resolve));
    await server.stop();
    await ended;
    expect(server.connections()).toEqual([]);
  });
});

it('handles no frame of a connection that an observer of the frame has closed', async () => {
  const server = await startTestServer();
  server.observe((event) => {
    if (event.type === 'frame' && event.frame.direction === 'in') server.drop();
  });
  const raw = openRaw(server);
  await raw.opened;
  raw.send(subscribeFrame);
  expect(await raw.closed).toBe(4200);
  expect(server.channels()).toEqual([]);
});

it('destroys a connection whose client does not read, beyond the send buffer', async () => {
  const server = await startTestServer({ limits: { sendBuffer: 100_000 } });
  const plain = await openPlain(server, app.key);
  plain.send(1, subscribeFrame);
  await expect.poll(() => server.channels().length).toBe(1);
  plain.tcp.pause();
  await expect
    .poll(() => {
      for (let n = 0; n < 100; n += 1) server.trigger('orders', 'e', 'x'.repeat(10_000));
      return server.connections().length;
    })
    .toBe(0);
});

it('keeps a connection that signed in or joined a private channel in time', async () => {
  const server = await startTestServer({ apps: [{ ...app, authorizeWithin: 150 }] });
  const [signedIn, joined] = [openRaw(server), openRaw(server)];
  await signInRaw(signedIn, { id: 'ada' });
  await subscribeRaw(joined, 'private-room');
  await Promise.all([
    signedIn.frame('pusher:signin_success'),
    joined.frame('pusher_internal:subscription_succeeded'),
  ]);
  const late = openRaw(server);
  await subscribeRaw(late, 'orders');
  expect(await late.closed).toBe(4009);
  expect(server.connections()).toHaveLength(2);
});

it('ignores frames and sends no ping while half-open', async () => {
  const server = await startTestServer({ activityTimeout: 0.03, pongTimeout: 0.1 });
  const raw = openRaw(server);
  await raw.frame('pusher:connection_established');
  const { end } = server.mute();
  let pings = 0;
  raw.socket.on('ping', () => (pings += 1));
  raw.send(subscribeFrame);
  await expect.poll(() => server.frames({ direction: 'in' })).toHaveLength(1);
  expect(await raw.closed).toBe(4201);
  end();
  expect([pings, server.counters().subscriptions]).toEqual([0, 0]);
});
