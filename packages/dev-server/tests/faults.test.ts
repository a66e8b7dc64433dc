import { describe, expect, it } from 'vitest';
import type { DevServer } from '../src/index.ts';
import { connected, createClient, createPublisher, nextEvent } from './support/clients.ts';
import { openRaw, type RawSocket, socketIdOf, subscribeRaw } from './support/rawSocket.ts';
import { startTestServer } from './support/testServer.ts';

/** A raw subscriber of a public channel. */
async function subscriber(server: DevServer, channel = 'orders'): Promise<RawSocket> {
  const raw = openRaw(server);
  await raw.frame('pusher:connection_established');
  raw.send({ event: 'pusher:subscribe', data: { channel } });
  await raw.frame('pusher_internal:subscription_succeeded');
  return raw;
}

const namesOf = (raw: { frames: { event: string }[] }) =>
  raw.frames.map(({ event }) => event).filter((event) => !event.startsWith('pusher'));

describe('connections', () => {
  it('are dropped with a code, and pusher-js reconnects after 4200', async () => {
    const server = await startTestServer();
    const client = createClient(server);
    await connected(client);
    const before = client.connection.socket_id;
    expect(server.drop()).toBe(1);
    await expect.poll(() => client.connection.socket_id).not.toBe(before);
  });

  it('are dropped with 4009, and pusher-js stays away', async () => {
    const server = await startTestServer();
    const client = createClient(server);
    await connected(client);
    const gone = nextEvent(client.connection, 'disconnected');
    server.drop({ code: 4009 });
    await gone;
    expect(server.connections()).toEqual([]);
  });

  it('cannot be dropped with a code that no server may send', async () => {
    const server = await startTestServer();
    await subscriber(server);
    expect(() => server.drop({ code: 1006 })).toThrow('destroy() gives clients 1006');
  });

  it('are destroyed without a close frame', async () => {
    const server = await startTestServer();
    const raw = await subscriber(server);
    expect(server.destroy()).toBe(1);
    expect(await raw.closed).toBe(1006);
  });

  it('are struck individually, by channel or by socket', async () => {
    const server = await startTestServer();
    const [orders, invoices] = [await subscriber(server, 'orders'), await subscriber(server, 'invoices')];
    expect(server.drop({ channel: 'ord*', code: 4100 })).toBe(1);
    expect(await orders.closed).toBe(4100);
    const [socket = ''] = server.connections().map(({ socketId }) => socketId);
    expect(server.drop({ socket, code: 4201 })).toBe(1);
    expect(await invoices.closed).toBe(4201);
  });

  it('are struck by a list of channels', async () => {
    const server = await startTestServer();
    const raws = [];
    for (const channel of ['orders', 'invoices', 'chat']) raws.push(await subscriber(server, channel));
    expect(server.drop({ channel: ['ord*', 'invoices'], code: 4100 })).toBe(2);
    await Promise.all(raws.slice(0, 2).map(({ closed }) => closed));
    expect(server.channels().map(({ name }) => name)).toEqual(['chat']);
  });

  it('are refused with a status, as often as asked', async () => {
    const server = await startTestServer();
    server.refuse({ status: 502, times: 1 });
    const refused = await new Promise<string>((resolve) => {
      openRaw(server).socket.on('error', (error) => resolve(error.message));
    });
    expect(refused).toContain('502');
    expect(server.faults()).toEqual([]);
    await subscriber(server);
  });

  it('are refused with a close code', async () => {
    const server = await startTestServer();
    server.refuse({ code: 4100, times: 1 });
    expect(await openRaw(server).closed).toBe(4100);
    server.refuse({ code: 1011, times: 1 });
    const plain = openRaw(server);
    expect(await plain.closed).toBe(1011);
    expect(plain.frames).toEqual([]);
  });

  it('are half-open: accepted, silent and ignoring what they receive, until the fault ends', async () => {
    const server = await startTestServer();
    const { end } = server.mute();
    const raw = openRaw(server);
    await raw.opened;
    let pongs = 0;
    raw.socket.on('pong', () => {
      pongs += 1;
    });
    raw.socket.ping();
    raw.send({ event: 'pusher:ping' });
    await expect.poll(() => server.frames({ direction: 'in', event: 'pusher:ping' })).toHaveLength(1);
    end();
    await subscriber(server);
    expect(raw.frames).toEqual([]);
    expect(pongs).toBe(0);
  });

  it('run out of quota: 4004 for sockets, 403 for the HTTP API', async () => {
    const server = await startTestServer();
    const { end } = server.overQuota();
    expect(await openRaw(server).closed).toBe(4004);
    await expect(createPublisher(server).trigger('orders', 'e', 1)).rejects.toMatchObject({ status: 403 });
    end();
    await createPublisher(server).trigger('orders', 'e', 1);
  });
});

describe('messages', () => {
  it('are held while paused and arrive in order afterwards', async () => {
    const server = await startTestServer();
    const raw = await subscriber(server);
    server.pause();
    for (const name of ['a', 'b', 'c']) server.trigger('orders', name, 1);
    await fetch(server.url);
    expect(namesOf(raw)).toEqual([]);
    server.resume();
    await raw.frame('c');
    expect(namesOf(raw)).toEqual(['a', 'b', 'c']);
  });

  it('of one channel are held while those of another pass', async () => {
    const server = await startTestServer();
    const raw = await subscriber(server);
    raw.send({ event: 'pusher:subscribe', data: { channel: 'invoices' } });
    await expect.poll(() => server.channels().length).toBe(2);
    const { end } = server.pause({ channel: 'orders' });
    server.trigger('orders', 'held', 1);
    server.trigger('invoices', 'passed', 1);
    await raw.frame('passed');
    end();
    await raw.frame('held');
    expect(namesOf(raw)).toEqual(['passed', 'held']);
  });

  it('are late by the delay and keep their order under jitter', async () => {
    const server = await startTestServer();
    const raw = await subscriber(server);
    server.delay({ ms: 30, jitter: 30 });
    const start = performance.now();
    const names = Array.from({ length: 10 }, (_, n) => `e${n}`);
    for (const name of names) server.trigger('orders', name, 1);
    await raw.frame('e9');
    expect(performance.now() - start).toBeGreaterThanOrEqual(29);
    expect(namesOf(raw)).toEqual(names);
  });

  it('arrive twice', async () => {
    const server = await startTestServer();
    const raw = await subscriber(server);
    server.duplicate({ channel: 'orders', times: 1 });
    server.trigger('orders', 'a', 1);
    server.trigger('orders', 'b', 1);
    await raw.frame('b');
    expect(namesOf(raw)).toEqual(['a', 'a', 'b']);
  });

  it('change places with their neighbors', async () => {
    const server = await startTestServer();
    const raw = await subscriber(server);
    server.reorder({ channel: 'orders' });
    for (const name of ['a', 'b', 'c']) server.trigger('orders', name, 1);
    await raw.frame('c');
    expect(namesOf(raw)).toEqual(['b', 'a', 'c']);
  });

  it('are lost for every subscriber, as many as asked, while the protocol’s own messages pass', async () => {
    const server = await startTestServer();
    server.lose({ channel: 'orders', event: '*', times: 2 });
    const [one, two] = [await subscriber(server), await subscriber(server)];
    for (const name of ['a', 'b', 'c']) server.trigger('orders', name, 1);
    await Promise.all([one.frame('c'), two.frame('c')]);
    expect([namesOf(one), namesOf(two)]).toEqual([['c'], ['c']]);
    expect(server.faults()).toEqual([]);
  });

  it('are lost for one subscriber, by socket', async () => {
    const server = await startTestServer();
    const [one, two] = [await subscriber(server), await subscriber(server)];
    server.lose({ socket: await socketIdOf(one), event: 'a*', times: 1 });
    for (const name of ['b', 'ab', 'a']) server.trigger('orders', name, 1);
    await Promise.all([one.frame('a'), two.frame('a')]);
    expect([namesOf(one), namesOf(two)]).toEqual([
      ['b', 'a'],
      ['b', 'ab', 'a'],
    ]);
  });

  it('may be delayed, doubled and swapped at the same time', async () => {
    const server = await startTestServer();
    const raw = await subscriber(server);
    server.delay({ channel: 'orders', ms: 5 });
    server.duplicate({ channel: 'orders', event: 'a', times: 1 });
    server.reorder({ channel: 'orders', event: '*' });
    for (const name of ['a', 'b', 'c']) server.trigger('orders', name, 1);
    await raw.frame('c');
    // a and its copy swap with each other, b with c
    expect(namesOf(raw)).toEqual(['a', 'a', 'c', 'b']);
  });

  it('are lost', async () => {
    const server = await startTestServer();
    const raw = await subscriber(server);
    server.lose({ channel: 'orders', times: 1 });
    server.trigger('orders', 'a', 1);
    server.trigger('orders', 'b', 1);
    await raw.frame('b');
    expect(namesOf(raw)).toEqual(['b']);
  });

  it('are malformed, and pusher-js reports and survives them', async () => {
    const server = await startTestServer();
    const client = createClient(server);
    const channel = client.subscribe('orders');
    await nextEvent(channel, 'pusher:subscription_succeeded');
    const error = nextEvent<{ type: string }>(client.connection, 'error');
    expect(server.malformed({ channel: 'orders' })).toBe(1);
    expect((await error).type).toBe('MessageParseError');
    const received = nextEvent(channel, 'e');
    server.trigger('orders', 'e', 1);
    expect(await received).toBe(1);
  });
});

describe('authorization', () => {
  it('is refused in spite of a valid signature, for the given channels', async () => {
    const server = await startTestServer();
    server.rejectAuth({ channel: 'private-a*', status: 403, error: 'not yours' });
    const client = createClient(server);
    const [a, b] = [client.subscribe('private-a1'), client.subscribe('private-b1')];
    const error = nextEvent(a, 'pusher:subscription_error');
    await nextEvent(b, 'pusher:subscription_succeeded');
    expect(await error).toEqual({ type: 'AuthError', error: 'not yours', status: 403 });
  });

  it('does not exist for public channels, so nothing is refused there', async () => {
    const server = await startTestServer();
    server.rejectAuth();
    const raw = await subscriber(server, 'orders');
    expect(raw.frames.map(({ event }) => event)).not.toContain('pusher:subscription_error');
  });

  it('is answered late', async () => {
    const server = await startTestServer();
    server.delayAuth({ channel: 'private-slow', ms: 40 });
    const client = createClient(server);
    await connected(client);
    const order: string[] = [];
    const subscribe = async (name: string) => {
      await nextEvent(client.subscribe(name), 'pusher:subscription_succeeded');
      order.push(name);
    };
    await Promise.all([subscribe('private-slow'), subscribe('private-quick')]);
    expect(order).toEqual(['private-quick', 'private-slow']);
  });

  it('that is late is given once, and not to a client that has left', async () => {
    const server = await startTestServer();
    const [left, stays] = [openRaw(server), openRaw(server)];
    await Promise.all([left, stays].map((raw) => raw.frame('pusher:connection_established')));
    server.delayAuth({ ms: 30 });
    server.observe((event) => {
      // Right after the frame has been handled, and while the answer is still delayed.
      if (event.type === 'frame' && event.frame.text.includes('private-left'))
        queueMicrotask(() => server.drop({ socket: event.frame.socketId }));
    });
    await subscribeRaw(left, 'private-left');
    expect(await left.closed).toBe(4200);
    for (let n = 0; n < 2; n += 1) await subscribeRaw(stays, 'private-stays');
    await stays.frame('pusher_internal:subscription_succeeded');
    await subscribeRaw(stays, 'private-marker');
    await expect.poll(() => server.channels().map(({ name }) => name)).toContain('private-marker');
    expect(server.subscriptions().map(({ channel }) => channel)).toEqual(['private-stays', 'private-marker']);
    expect(server.counters().subscriptions).toBe(2);
  });
});

describe('the HTTP API', () => {
  it('fails with a status, as often as asked', async () => {
    const server = await startTestServer();
    server.failApi({ status: 503, times: 1 });
    await expect(createPublisher(server).trigger('orders', 'e', 1)).rejects.toMatchObject({ status: 503 });
    await createPublisher(server).trigger('orders', 'e', 1);
  });
});

describe('a fault', () => {
  it.each([
    ['a close code that cannot be sent', (server: DevServer) => server.refuse({ code: 1006 })],
    ['a fraction of a close code', (server: DevServer) => server.drop({ code: 4200.5 })],
    ['a reason that does not fit', (server: DevServer) => server.drop({ reason: 'x'.repeat(124) })],
    ['a status that HTTP does not have', (server: DevServer) => server.failApi({ status: 99 })],
    ['a time that no timer takes', (server: DevServer) => server.delay({ ms: 1e12 })],
    ['a time that is not a number', (server: DevServer) => server.delayAuth({ ms: Number.NaN })],
    ['no strikes', (server: DevServer) => server.lose({ times: 0 })],
  ])('with %s is rejected at once, not when it strikes', async (_, begin) => {
    const server = await startTestServer();
    expect(() => begin(server)).toThrow(RangeError);
    expect(server.faults()).toEqual([]);
    await subscriber(server);
  });

  it('strikes no more often than asked within one turn', async () => {
    const server = await startTestServer();
    server.rejectAuth({ times: 1 });
    const client = createClient(server);
    await connected(client);
    const channels = ['private-a', 'private-b'].map((name) => client.subscribe(name));
    await nextEvent(channels[1] ?? client, 'pusher:subscription_succeeded');
    expect(channels[0]?.subscribed).toBe(false);
  });

  it('strikes one app only when it is scoped to it', async () => {
    const apps = ['one', 'two'].map((id) => ({ id, key: `key-${id}`, secret: 's' }));
    const server = await startTestServer({ apps });
    server.refuse({ app: 'one', code: 4100 });
    expect(await openRaw(server, '/app/key-one').closed).toBe(4100);
    await openRaw(server, '/app/key-two').frame('pusher:connection_established');
  });

  it('is listed while it lasts, emitted to observers, and ended by kind', async () => {
    const server = await startTestServer();
    const told: string[] = [];
    server.observe((event) => {
      if (event.type === 'fault') told.push(`${event.kind} ${event.state}`);
    });
    const { fault, end } = server.pause();
    server.lose();
    expect(server.faults().map(({ kind }) => kind)).toEqual(['pause', 'lose']);
    expect(server.clearFaults({ kind: 'lose' })).toBe(1);
    end();
    end();
    expect(server.faults()).toEqual([]);
    expect(fault.kind).toBe('pause');
    expect(told).toEqual(['pause begun', 'lose begun', 'lose ended', 'pause ended']);
  });
});
