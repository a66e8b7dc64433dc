import { describe, expect, it } from 'vitest';
import { channelAuthText, hmac, userAuthText } from '../src/protocol/signature.ts';
import { createClient, nextEvent } from './support/clients.ts';
import { openRaw, type RawSocket, signInRaw, socketIdOf, subscribeRaw } from './support/rawSocket.ts';
import { app, startTestServer } from './support/testServer.ts';

describe('a subscription is refused', () => {
  it.each([
    ['a name with a space', 'or ders'],
    ['a name of 201 characters', 'c'.repeat(201)],
    ['an empty name', ''],
  ])('for %s', async (_, channel) => {
    const raw = openRaw(await startTestServer());
    await subscribeRaw(raw, channel);
    expect(await raw.frame('pusher:subscription_error')).toEqual({
      event: 'pusher:subscription_error',
      channel,
      data: { status: 4009, error: expect.stringContaining('A channel name') },
    });
  });

  it('for a name of 165 characters when strict, without naming the channel', async () => {
    const raw = openRaw(await startTestServer({ strict: true }));
    await subscribeRaw(raw, 'c'.repeat(165));
    const { channel, data } = await raw.frame('pusher:error');
    expect(channel).toBeUndefined();
    expect(data).toEqual({
      code: null,
      message: 'A channel name has at most 164 characters; this one has 165',
    });
  });

  it('beyond the members that a presence channel may have', async () => {
    const server = await startTestServer({ limits: { presenceMembers: 1 } });
    const first = createClient(server, { user: { id: 'ada' } });
    await nextEvent(first.subscribe('presence-room'), 'pusher:subscription_succeeded');
    const error = nextEvent(
      createClient(server, { user: { id: 'bob' } }).subscribe('presence-room'),
      'pusher:subscription_error',
    );
    expect(await error).toMatchObject({ type: 'LimitReached', status: 4100 });
    const again = createClient(server, { user: { id: 'ada' } });
    await nextEvent(again.subscribe('presence-room'), 'pusher:subscription_succeeded');
  });

  it.each([
    ['without an id', 400, '{}'],
    ['with an empty id', 400, '{"user_id":""}'],
    ['that is not JSON', 400, '{'],
    ['over 1 kB', 4301, JSON.stringify({ user_id: 'a', user_info: 'x'.repeat(1024) })],
    ['with an id over 128 characters', 4301, JSON.stringify({ user_id: 'a'.repeat(129) })],
  ])('for a member %s, with status %i', async (_, status, channelData) => {
    const raw = openRaw(await startTestServer());
    await subscribeRaw(raw, 'presence-room', channelData);
    const type = status === 4301 ? 'LimitReached' : 'AuthError';
    expect(await raw.frame('pusher:subscription_error')).toMatchObject({ data: { type, status } });
  });

  it.each(['private-room', 'private-encrypted-room'])(
    'to %s unless its signature covers the channel_data of the frame',
    async (channel) => {
      const [raw, other] = [openRaw(await startTestServer()), openRaw(await startTestServer())];
      await subscribeRaw(raw, channel, '{"user_id":"ada"}');
      await raw.frame('pusher_internal:subscription_succeeded');
      const auth = `${app.key}:${hmac(app.secret, channelAuthText(await socketIdOf(other), channel))}`;
      other.send({ event: 'pusher:subscribe', data: { channel, auth, channel_data: '{"user_id":"ada"}' } });
      expect(await other.frame('pusher:subscription_error')).toMatchObject({ data: { status: 401 } });
    },
  );

  it('when it exists already and the server is strict', async () => {
    const raw = openRaw(await startTestServer({ strict: true }));
    await subscribeRaw(raw, 'orders');
    await raw.frame('pusher_internal:subscription_succeeded');
    await subscribeRaw(raw, 'orders');
    expect(await raw.frame('pusher:error')).toMatchObject({
      data: { code: null, message: 'Existing subscription to channel orders' },
    });
  });
});

describe('a client event is refused', () => {
  it.each([
    ['on a channel that the sender has not subscribed to', 'private-other', 'client-e', 1],
    ['on a public channel', 'orders', 'client-e', 1],
    ['on a user’s channel', '#server-to-user-ada', 'client-e', 1],
    ['with a name over 200 characters', 'private-room', `client-${'e'.repeat(194)}`, 1],
    ['over 10 kB', 'private-room', 'client-e', 'x'.repeat(10_241)],
  ])('%s, with a null code', async (_, channel, event, data) => {
    const server = await startTestServer();
    const raw = openRaw(server);
    await signInRaw(raw, { id: 'ada' });
    for (const name of ['private-room', 'orders', '#server-to-user-ada']) await subscribeRaw(raw, name);
    await expect.poll(() => server.subscriptions()).toHaveLength(3);
    raw.send({ event, channel, data });
    expect(await raw.frame('pusher:error')).toMatchObject({ channel, data: { code: null } });
  });

  it('not at exactly 10 kB and 200 characters', async () => {
    const server = await startTestServer();
    const [sender, other] = [openRaw(server), openRaw(server)];
    for (const raw of [sender, other]) {
      await subscribeRaw(raw, 'private-room');
      await raw.frame('pusher_internal:subscription_succeeded');
    }
    const event = `client-${'e'.repeat(193)}`;
    sender.send({ event, channel: 'private-room', data: 'x'.repeat(10_240) });
    await other.frame(event);
    expect(sender.frames.map((frame) => frame.event)).not.toContain('pusher:error');
  });

  it('with 4301 from the eleventh in a second on, and the connection stays open', async () => {
    const server = await startTestServer();
    const [sender, other] = [openRaw(server), openRaw(server)];
    for (const raw of [sender, other]) {
      await subscribeRaw(raw, 'private-room');
      await raw.frame('pusher_internal:subscription_succeeded');
    }
    for (let n = 0; n < 11; n += 1) sender.send({ event: 'client-e', channel: 'private-room', data: n });
    expect(await sender.frame('pusher:error')).toMatchObject({ data: { code: 4301 } });
    await expect.poll(() => other.frames.filter(({ event }) => event === 'client-e')).toHaveLength(10);
    sender.send({ event: 'pusher:ping' });
    await sender.frame('pusher:pong');
  });

  it('with a null code when they are switched off', async () => {
    const raw = openRaw(await startTestServer({ apps: [{ ...app, clientEvents: false }] }));
    await subscribeRaw(raw, 'private-room');
    raw.send({ event: 'client-e', channel: 'private-room', data: 1 });
    expect(await raw.frame('pusher:error')).toMatchObject({ data: { code: null } });
  });
});

const listsOf = (raw: RawSocket) =>
  raw.frames.filter(({ event }) => event === 'pusher_internal:watchlist_events');

describe('a sign-in', () => {
  it('with a wrong signature fails by an event, and the connection stays open', async () => {
    const raw = openRaw(await startTestServer());
    await socketIdOf(raw);
    raw.send({ event: 'pusher:signin', data: { auth: `${app.key}:00`, user_data: '{"id":"ada"}' } });
    expect(await raw.frame('pusher:error')).toMatchObject({ data: { code: 4009 } });
    raw.send({ event: 'pusher:ping' });
    await raw.frame('pusher:pong');
  });

  it('with a watchlist that is too long succeeds with its first ids, and warns with 4302', async () => {
    const server = await startTestServer({ limits: { watchlist: 2 } });
    const user = { id: 'ada', watchlist: ['b', 'c', 'd'] };
    const client = createClient(server, { user });
    await nextEvent(client.connection, 'connected');
    const error = nextEvent(client.connection, 'error');
    const offline = nextEvent(client.user.watchlist, 'offline');
    client.signin();
    expect(await error).toMatchObject({ data: { code: 4302 } });
    expect(await offline).toMatchObject({ user_ids: ['b', 'c'] });
  });

  it('with the key of another app fails, as a subscription does', async () => {
    const raw = openRaw(await startTestServer());
    const socketId = await socketIdOf(raw);
    const userData = '{"id":"ada"}';
    const signIn = hmac(app.secret, userAuthText(socketId, userData));
    raw.send({ event: 'pusher:signin', data: { auth: `other:${signIn}`, user_data: userData } });
    expect(await raw.frame('pusher:error')).toMatchObject({ data: { code: 4009 } });
    const subscription = hmac(app.secret, channelAuthText(socketId, 'private-room'));
    raw.send({ event: 'pusher:subscribe', data: { channel: 'private-room', auth: `other:${subscription}` } });
    expect(await raw.frame('pusher:subscription_error')).toMatchObject({ data: { status: 401 } });
  });

  it('fails with user_info over 1 kB', async () => {
    const raw = openRaw(await startTestServer());
    await signInRaw(raw, { id: 'ada', user_info: { bio: 'x'.repeat(1024) } });
    expect(await raw.frame('pusher:error')).toMatchObject({
      data: { code: 4009, message: 'Sign-in failed: user_info has at most 1024 bytes' },
    });
  });

  it('of the same user again sends watchers nothing, and replaces the watchlist', async () => {
    const server = await startTestServer();
    const [ada, bob] = [openRaw(server), openRaw(server)];
    await signInRaw(bob, { id: 'bob', watchlist: ['ada'] });
    await signInRaw(ada, { id: 'ada', watchlist: ['bob'] });
    await ada.frame('pusher_internal:watchlist_events');
    await signInRaw(ada, { id: 'ada', watchlist: ['eve'] });
    await expect.poll(() => listsOf(ada)).toHaveLength(2);
    bob.socket.close();
    const eve = openRaw(server);
    await signInRaw(eve, { id: 'eve' });
    await expect.poll(() => listsOf(ada)).toHaveLength(3);
    expect(listsOf(ada).map(({ data }) => JSON.parse(String(data)).events)).toEqual([
      [{ name: 'online', user_ids: ['bob'] }],
      [{ name: 'offline', user_ids: ['eve'] }],
      [{ name: 'online', user_ids: ['eve'] }],
    ]);
    expect(listsOf(bob).map(({ data }) => JSON.parse(String(data)).events)).toEqual([
      [{ name: 'offline', user_ids: ['ada'] }],
      [{ name: 'online', user_ids: ['ada'] }],
    ]);
  });

  it('supplies the member of a presence channel without channel_data', async () => {
    const server = await startTestServer();
    const raw = openRaw(server);
    await signInRaw(raw, { id: 'ada', user_info: { name: 'Ada' } });
    await raw.frame('pusher:signin_success');
    await subscribeRaw(raw, 'presence-room');
    const { data } = await raw.frame('pusher_internal:subscription_succeeded');
    expect(JSON.parse(String(data))).toEqual({
      presence: { ids: ['ada'], hash: { ada: { name: 'Ada' } }, count: 1 },
    });
  });
});
