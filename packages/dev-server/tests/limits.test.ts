import { describe, expect, it } from 'vitest';
import { channelAuthText, hmac } from '../src/protocol/signature.ts';
import { createClient, nextEvent } from './support/clients.ts';
import { openRaw, type RawSocket, socketIdOf } from './support/rawSocket.ts';
import { app, startTestServer } from './support/testServer.ts';

/** Subscribes a raw socket with a right signature. */
async function subscribe(raw: RawSocket, channel: string, channelData?: string): Promise<void> {
  const text = channelAuthText(await socketIdOf(raw), channel, channelData);
  const auth = `${app.key}:${hmac(app.secret, text)}`;
  raw.send({ event: 'pusher:subscribe', data: { channel, auth, channel_data: channelData } });
}

describe('a subscription is refused', () => {
  it.each([
    ['a name with a space', 'or ders'],
    ['a name of 201 characters', 'c'.repeat(201)],
    ['an empty name', ''],
  ])('for %s', async (_, channel) => {
    const raw = openRaw(await startTestServer());
    await subscribe(raw, channel);
    expect(await raw.frame('pusher:subscription_error')).toMatchObject({ channel, data: { status: 400 } });
  });

  it('for a name of 165 characters when strict, without naming the channel', async () => {
    const raw = openRaw(await startTestServer({ strict: true }));
    await subscribe(raw, 'c'.repeat(165));
    const { channel, data } = await raw.frame('pusher:error');
    expect(channel).toBeUndefined();
    expect(data).toEqual({ code: null, message: 'A channel name has at most 164 characters, this one 165' });
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
    ['without an id', '{}'],
    ['that is no JSON', '{'],
    ['over 1 kB', JSON.stringify({ user_id: 'a', user_info: 'x'.repeat(1024) })],
    ['with an id over 128 characters', JSON.stringify({ user_id: 'a'.repeat(129) })],
  ])('for a member %s', async (_, channelData) => {
    const raw = openRaw(await startTestServer());
    await subscribe(raw, 'presence-room', channelData);
    expect(await raw.frame('pusher:subscription_error')).toMatchObject({ data: { status: 400 } });
  });

  it('when it is held already and the server is strict', async () => {
    const raw = openRaw(await startTestServer({ strict: true }));
    await subscribe(raw, 'orders');
    await raw.frame('pusher_internal:subscription_succeeded');
    await subscribe(raw, 'orders');
    expect(await raw.frame('pusher:error')).toMatchObject({
      data: { code: null, message: 'Existing subscription to channel orders' },
    });
  });
});

describe('a client event is refused with 4301', () => {
  it.each([
    ['on a channel that the sender does not hold', 'private-other', 1],
    ['over 10 kB', 'private-room', 'x'.repeat(10_241)],
  ])('%s', async (_, channel, data) => {
    const raw = openRaw(await startTestServer());
    await subscribe(raw, 'private-room');
    await raw.frame('pusher_internal:subscription_succeeded');
    raw.send({ event: 'client-e', channel, data });
    expect(await raw.frame('pusher:error')).toMatchObject({ data: { code: 4301 } });
  });

  it('from the eleventh of a second on, and the connection lives', async () => {
    const server = await startTestServer();
    const [sender, other] = [openRaw(server), openRaw(server)];
    for (const raw of [sender, other]) {
      await subscribe(raw, 'private-room');
      await raw.frame('pusher_internal:subscription_succeeded');
    }
    for (let n = 0; n < 11; n += 1) sender.send({ event: 'client-e', channel: 'private-room', data: n });
    expect(await sender.frame('pusher:error')).toMatchObject({ data: { code: 4301 } });
    await expect.poll(() => other.frames.filter(({ event }) => event === 'client-e')).toHaveLength(10);
    sender.send({ event: 'pusher:ping' });
    await sender.frame('pusher:pong');
  });

  it('when they are switched off', async () => {
    const raw = openRaw(await startTestServer({ apps: [{ ...app, clientEvents: false }] }));
    await subscribe(raw, 'private-room');
    raw.send({ event: 'client-e', channel: 'private-room', data: 1 });
    expect(await raw.frame('pusher:error')).toMatchObject({ data: { code: 4301 } });
  });
});

describe('a sign-in', () => {
  it('fails by an event, and the connection lives, when the signature is wrong', async () => {
    const raw = openRaw(await startTestServer());
    await socketIdOf(raw);
    raw.send({ event: 'pusher:signin', data: { auth: `${app.key}:00`, user_data: '{"id":"ada"}' } });
    expect(await raw.frame('pusher:error')).toMatchObject({ data: { code: 4009 } });
    raw.send({ event: 'pusher:ping' });
    await raw.frame('pusher:pong');
  });

  it('succeeds with a watchlist that is too long, which is cut and told by 4302', async () => {
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

  it('gives a presence channel its member without channel_data', async () => {
    const server = await startTestServer();
    const raw = openRaw(server);
    const socketId = await socketIdOf(raw);
    const userData = '{"id":"ada","user_info":{"name":"Ada"}}';
    const auth = `${app.key}:${hmac(app.secret, `${socketId}::user::${userData}`)}`;
    raw.send({ event: 'pusher:signin', data: { auth, user_data: userData } });
    await raw.frame('pusher:signin_success');
    await subscribe(raw, 'presence-room');
    const { data } = await raw.frame('pusher_internal:subscription_succeeded');
    expect(JSON.parse(String(data))).toEqual({
      presence: { ids: ['ada'], hash: { ada: { name: 'Ada' } }, count: 1 },
    });
  });
});
