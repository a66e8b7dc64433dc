import { describe, expect, it } from 'vitest';
import { createClient, createPublisher, nextEvent } from './support/clients.ts';
import { openPlain } from './support/plainSocket.ts';
import { openRaw, type RawSocket, signInRaw, subscribeRaw } from './support/rawSocket.ts';
import { app, startTestServer } from './support/testServer.ts';

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

async function answers(raw: RawSocket): Promise<void> {
  raw.send({ event: 'pusher:ping' });
  await raw.frame('pusher:pong');
}

describe('one connection cannot end the server or another connection', () => {
  it.each([
    ['a client event', (data: string) => `{"event":"client-e","channel":"private-room","data":${data}}`],
    ['a subscription', (data: string) => `{"event":"pusher:subscribe","data":${data}}`],
    ['an unknown event', (data: string) => `{"event":"e","data":${data}}`],
  ])('by %s nested 5,000 deep', async (_, frame) => {
    const server = await startTestServer();
    const [sender, other] = [openRaw(server), openRaw(server)];
    for (const raw of [sender, other]) {
      await subscribeRaw(raw, 'private-room');
      await raw.frame('pusher_internal:subscription_succeeded');
    }
    sender.send(frame(nested(5000)));
    expect(await sender.frame('pusher:error')).toMatchObject({ data: { code: null } });
    await answers(sender);
    await answers(other);
  });

  it('by user_info nested 5,000 deep, at sign-in and in channel_data', async () => {
    const server = await startTestServer({ limits: { memberData: 100_000 } });
    const raw = openRaw(server);
    const deep = `{"id":"ada","user_id":"ada","user_info":${nested(5000)}}`;
    await subscribeRaw(raw, 'presence-room', deep);
    expect(await raw.frame('pusher:subscription_error')).toMatchObject({ channel: 'presence-room' });
    await signInRaw(raw, { id: 'ada', user_info: JSON.parse(nested(500)) });
    expect(await raw.frame('pusher:error')).toMatchObject({ data: { code: 4009 } });
    await answers(raw);
  });

  it('by a failure of the server itself: that connection alone is closed with 1011', async () => {
    const server = await startTestServer();
    const [sender, other] = [openRaw(server), openRaw(server)];
    await Promise.all([sender, other].map((raw) => raw.frame('pusher:connection_established')));
    // A scope that a caller without types got wrong throws when it is matched, as any bug behind a frame would.
    server.delayAuth({ ms: 1, channel: 5 as unknown as string });
    sender.send({ event: 'pusher:subscribe', data: { channel: 'private-a' } });
    expect(await sender.closed).toBe(1011);
    await answers(other);
  });

  it('by a subscription to more channels than one connection may hold', async () => {
    const raw = openRaw(await startTestServer({ limits: { channelsPerConnection: 2 } }));
    for (const channel of ['a', 'b', 'c']) await subscribeRaw(raw, channel);
    expect(await raw.frame('pusher:subscription_error')).toMatchObject({
      channel: 'c',
      data: { type: 'LimitReached', status: 4100 },
    });
    await answers(raw);
  });
});

describe('a close frame ends membership at once', () => {
  it('although the client keeps its TCP connection open', async () => {
    const server = await startTestServer();
    const plain = await openPlain(server, app.key);
    plain.send(1, '{"event":"pusher:subscribe","data":{"channel":"orders"}}');
    await expect.poll(() => server.channels().length).toBe(1);
    plain.tcp.on('end', () => {});
    plain.tcp.allowHalfOpen = true;
    const disconnected = new Promise<number>((resolve) => {
      server.observe((event) => event.type === 'disconnected' && resolve(event.code));
    });
    const pong = new Promise((resolve) => plain.tcp.on('data', resolve));
    plain.send(8, Buffer.from([0x03, 0xe8]));
    await pong;
    expect(server.channels()).toEqual([]);
    expect(await disconnected).toBe(1000);
  });

  it('so a channel is vacant for a request made right after disconnect()', async () => {
    const server = await startTestServer();
    const publisher = createPublisher(server);
    const occupied: unknown[] = [];
    for (let n = 0; n < 20; n += 1) {
      const client = createClient(server);
      await nextEvent(client.subscribe('orders'), 'pusher:subscription_succeeded');
      const { socket_id: socketId } = client.connection;
      client.disconnect();
      await expect.poll(() => server.connections().some((each) => each.socketId === socketId)).toBe(false);
      const response = await publisher.get({ path: '/channels/orders' });
      occupied.push((await response.json()) as unknown);
    }
    expect(new Set(occupied.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set(['{"occupied":false}']),
    );
  });
});
