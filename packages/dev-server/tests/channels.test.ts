import { describe, expect, it } from 'vitest';
import type { DevServer } from '../src/index.ts';
import { signedQuery } from '../src/protocol/signature.ts';
import { createClient, nextEvent } from './support/clients.ts';
import { openRaw, type RawSocket, signInRaw, subscribeRaw } from './support/rawSocket.ts';
import { startReceiver } from './support/receiver.ts';
import { app, startTestServer } from './support/testServer.ts';

async function member(server: DevServer, channel: string, userId: string): Promise<RawSocket> {
  const raw = openRaw(server);
  await subscribeRaw(raw, channel, JSON.stringify({ user_id: userId }));
  await raw.frame('pusher_internal:subscription_succeeded');
  return raw;
}

/** The names of the frames so far, in order, after everything sent before has arrived. */
async function namesAfterPing(raw: RawSocket): Promise<string[]> {
  raw.send({ event: 'pusher:ping' });
  await raw.frame('pusher:pong');
  return raw.frames.map(({ event }) => event).filter((event) => event !== 'pusher:pong');
}

describe('a presence channel', () => {
  it('announces a user once, to the others only, whatever the number of sockets', async () => {
    const server = await startTestServer();
    const ada = await member(server, 'presence-room', 'ada');
    const bob = await member(server, 'presence-room', 'bob');
    const again = await member(server, 'presence-room', 'bob');
    again.socket.close();
    await again.closed;
    expect(await namesAfterPing(ada)).toEqual([
      'pusher:connection_established',
      'pusher_internal:subscription_succeeded',
      'pusher_internal:member_added',
    ]);
    expect(await namesAfterPing(bob)).not.toContain('pusher_internal:member_added');
  });

  it('passes a client event to the others only, and sends no subscription count', async () => {
    const server = await startTestServer();
    const ada = await member(server, 'presence-room', 'ada');
    const bob = await member(server, 'presence-room', 'bob');
    ada.send({ event: 'client-typing', channel: 'presence-room', data: { on: true } });
    expect(await bob.frame('client-typing')).toMatchObject({ data: { on: true }, user_id: 'ada' });
    const names = await namesAfterPing(ada);
    expect(names).not.toContain('client-typing');
    expect(names).not.toContain('pusher_internal:subscription_count');
  });
});

it('sends webhooks for the first subscriber and the first socket of a user only', async () => {
  const { url, received } = await startReceiver();
  const webhooks = [{ url }];
  const server = await startTestServer({
    apps: [{ ...app, webhooks, subscriptionCount: false }],
    webhooks: { grace: 0, batch: 20 },
  });
  for (const userId of ['ada', 'ada', 'bob']) await member(server, 'presence-room', userId);
  await expect
    .poll(() => received.flatMap(({ rawBody }) => JSON.parse(rawBody).events as unknown[]))
    .toEqual([
      { name: 'channel_occupied', channel: 'presence-room' },
      { name: 'member_added', channel: 'presence-room', user_id: 'ada' },
      { name: 'member_added', channel: 'presence-room', user_id: 'bob' },
    ]);
});

describe('a cache channel', () => {
  it.each(['cache-a', 'private-cache-a', 'private-encrypted-cache-a', 'presence-cache-a'])(
    'of any kind, %s, caches its last event',
    async (channel) => {
      const server = await startTestServer();
      server.trigger(channel, 'e', 1);
      const raw = openRaw(server);
      await subscribeRaw(raw, channel, '{"user_id":"ada"}');
      expect(await raw.frame('e')).toEqual({ event: 'e', channel, data: '1' });
    },
  );

  it('reports a miss by webhook once, and again after an event expired', async () => {
    const { url, received } = await startReceiver();
    const webhooks = [{ url, events: ['cache_miss' as const] }];
    const server = await startTestServer({ apps: [{ ...app, webhooks, cacheTtl: 1 }] });
    const misses = () => received.length;
    for (let n = 0; n < 2; n += 1) await openSubscribed(server, 'cache-a');
    await expect.poll(misses).toBe(1);
    server.trigger('cache-a', 'e', 1);
    await expect
      .poll(async () => {
        await openSubscribed(server, 'cache-a');
        return misses();
      })
      .toBe(2);
    await openSubscribed(server, 'cache-a');
    await openSubscribed(server, 'cache-b');
    await expect.poll(misses).toBe(3);
  });
});

async function openSubscribed(server: DevServer, channel: string): Promise<RawSocket> {
  const raw = openRaw(server);
  await subscribeRaw(raw, channel);
  await raw.frame('pusher_internal:subscription_succeeded');
  return raw;
}

it('must be the only channel of an event when it is encrypted', async () => {
  const server = await startTestServer();
  const path = `/apps/${app.id}/events`;
  const post = async (...channels: string[]) => {
    const body = JSON.stringify({ name: 'e', data: '{}', channels });
    const query = signedQuery(app, { method: 'POST', path, body });
    return (await fetch(`${server.url}${path}?${query}`, { method: 'POST', body })).status;
  };
  expect(await post('private-encrypted-a', 'private-encrypted-b')).toBe(400);
  expect(await post('private-encrypted-a')).toBe(200);
  expect(server.counters().published).toBe(1);
});

describe('a user', () => {
  it.each([7, null, ''])('with the id %j cannot sign in', async (id) => {
    const raw = openRaw(await startTestServer());
    await signInRaw(raw, { id });
    expect(await raw.frame('pusher:error')).toMatchObject({ data: { code: 4009 } });
  });

  it('cannot subscribe to another user’s channel, nor sign in as another on the same socket', async () => {
    const raw = openRaw(await startTestServer());
    await signInRaw(raw, { id: 'ada' });
    await raw.frame('pusher:signin_success');
    await subscribeRaw(raw, '#server-to-user-bob');
    expect(await raw.frame('pusher:subscription_error')).toMatchObject({ data: { status: 403 } });
    await signInRaw(raw, { id: 'bob' });
    expect(await raw.frame('pusher:error')).toMatchObject({
      data: { code: 4009, message: 'Sign-in failed: another user is signed in' },
    });
  });

  it('is online until the last of its connections ends, and is watched by the living only', async () => {
    const server = await startTestServer();
    const watcher = openRaw(server);
    const gone = openRaw(server);
    for (const raw of [watcher, gone]) await signInRaw(raw, { id: 'watcher', watchlist: ['ada', 'ada'] });
    await gone.frame('pusher_internal:watchlist_events');
    gone.socket.terminate();
    await gone.closed;
    const [one, two] = [openRaw(server), openRaw(server)];
    for (const raw of [one, two]) {
      await signInRaw(raw, { id: 'ada' });
      await raw.frame('pusher:signin_success');
    }
    one.socket.close();
    await one.closed;
    two.socket.close();
    await two.closed;
    const lists = () =>
      watcher.frames
        .filter(({ event }) => event === 'pusher_internal:watchlist_events')
        .map(({ data }) => JSON.parse(String(data)).events as unknown);
    await expect
      .poll(lists)
      .toEqual([
        [{ name: 'offline', user_ids: ['ada'] }],
        [{ name: 'online', user_ids: ['ada'] }],
        [{ name: 'offline', user_ids: ['ada'] }],
      ]);
  });
});

it('accepts JSON that is wide rather than deep', async () => {
  const server = await startTestServer();
  const [ada, bob] = [
    await member(server, 'presence-room', 'ada'),
    await member(server, 'presence-room', 'bob'),
  ];
  const wide = Array.from({ length: 600 }, () => ['"[{\\']);
  ada.send({ event: 'client-e', channel: 'presence-room', data: wide });
  expect((await bob.frame('client-e')).data).toEqual(wide);
});

it('accepts identities of exactly the allowed size', async () => {
  const server = await startTestServer();
  const data = JSON.stringify({ user_id: 'a'.repeat(128), user_info: '' });
  const padded = data.replace('""', `"${'x'.repeat(1024 - data.length)}"`);
  const raw = openRaw(server);
  await subscribeRaw(raw, 'presence-room', padded);
  await raw.frame('pusher_internal:subscription_succeeded');
  const over = openRaw(server);
  await subscribeRaw(over, 'presence-room', padded.replace('x', 'xx'));
  expect(await over.frame('pusher:subscription_error')).toMatchObject({ data: { status: 4301 } });
  const client = createClient(server);
  await nextEvent(client.subscribe('c'.repeat(200)), 'pusher:subscription_succeeded');
});
