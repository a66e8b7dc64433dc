import Pusher from 'pusher';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PusherService } from '../src/index.ts';
import { config, credentials, masterKey, silent } from './fixtures.ts';
import { startRecorder } from './recorder.ts';

let recorder: Awaited<ReturnType<typeof startRecorder>>;
let ours: PusherService;
let official: Pusher;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_353_088_179_000 });
  recorder = await startRecorder();
  const at = { host: '127.0.0.1', port: recorder.port };
  ours = new PusherService({ ...config, ...at, tls: false }, silent);
  official = new Pusher({
    ...credentials,
    ...at,
    port: String(at.port),
    encryptionMasterKeyBase64: masterKey,
  });
});
afterEach(async () => {
  vi.useRealTimers();
  await recorder.stop();
});

/** What both sent, the official one second. */
async function both(mine: () => Promise<{ ok: boolean }>, theirs: () => Promise<unknown>) {
  expect(await mine()).toMatchObject({ ok: true });
  await theirs();
  expect(recorder.requests).toHaveLength(2);
  return recorder.requests.map(({ method, path, query, headers, body }) => ({
    method,
    path,
    query,
    type: headers['content-type'],
    body: body === '' ? null : JSON.parse(body),
  }));
}

describe('requests, compared with the official library', () => {
  const socketId = '1234.1234';
  const data = { amount: 12, text: 'Grüße, 世界 🎉', nested: [1, null, { a: true }] };

  it.each<[string, () => Promise<{ ok: boolean }>, () => Promise<unknown>]>([
    ['trigger', () => ours.trigger('a', 'e', data), () => official.trigger('a', 'e', data)],
    [
      'trigger to several',
      () => ours.trigger(['a', 'b'], 'e', data),
      () => official.trigger(['a', 'b'], 'e', data),
    ],
    [
      'triggerBatch of channels',
      () => ours.triggerBatch(['a', 'b'], 'e', 1),
      () => official.trigger(['a', 'b'], 'e', 1),
    ],
    [
      'a text, sent as it is',
      () => ours.trigger('a', 'e', 'plain'),
      () => official.trigger('a', 'e', 'plain'),
    ],
    [
      'the excluded socket',
      () => ours.trigger('a', 'e', data, { socketId }),
      () => official.trigger('a', 'e', data, { socket_id: socketId }),
    ],
    [
      'info',
      () => ours.trigger('presence-a', 'e', data, { info: ['user_count', 'subscription_count'] }),
      () => official.trigger('presence-a', 'e', data, { info: 'user_count' }),
    ],
    [
      'triggerBatch of events',
      () =>
        ours.triggerBatch([
          { channel: 'a', event: 'e', data },
          { channel: 'b', event: 'f', data: 'text', socketId },
        ]),
      () =>
        official.triggerBatch([
          { channel: 'a', name: 'e', data },
          { channel: 'b', name: 'f', data: 'text', socket_id: socketId },
        ]),
    ],
    ['sendToUser', () => ours.sendToUser('u7', 'e', data), () => official.sendToUser('u7', 'e', data)],
    [
      'terminateUserConnections',
      () => ours.terminateUserConnections('u7'),
      () => official.terminateUserConnections('u7'),
    ],
    [
      'getChannels',
      () => ours.getChannels({ filterByPrefix: 'presence-', info: ['user_count'] }),
      () =>
        official.get({ path: '/channels', params: { filter_by_prefix: 'presence-', info: 'user_count' } }),
    ],
    [
      'getChannelInfo',
      () => ours.getChannelInfo('presence-a', ['user_count']),
      () => official.get({ path: '/channels/presence-a', params: { info: 'user_count' } }),
    ],
    [
      'getChannelUsers',
      () => ours.getChannelUsers('presence-a'),
      () => official.get({ path: '/channels/presence-a/users' }),
    ],
  ])('sends the same for %s', async (_, mine, theirs) => {
    const [first, second] = await both(mine, theirs);
    const { body_md5: ownDigest, auth_signature: ownSignature, ...query } = first?.query ?? {};
    const { body_md5: digest, auth_signature: signature, ...officialQuery } = second?.query ?? {};
    expect({ ...first, query }).toEqual({ ...second, query: officialQuery });
    expect(ownDigest === undefined).toBe(digest === undefined);
    // Where the order of JSON keys is the same, so is every byte.
    if (recorder.requests[0]?.body === recorder.requests[1]?.body) {
      expect([ownDigest, ownSignature]).toEqual([digest, signature]);
    }
  });

  it('signs every request as the official library would sign the same bytes', async () => {
    await ours.trigger(['a', 'b'], 'e', data, { socketId });
    await ours.getChannelInfo('presence-a=@,.;_-', ['user_count', 'subscription_count']);
    for (const { method, path, query, body } of recorder.requests) {
      const { auth_signature, auth_key, auth_timestamp, auth_version, body_md5, ...params } = query;
      const wanted = official.createSignedQueryString({
        method,
        path: path,
        params,
        ...(body === '' ? {} : { body }),
      } as Parameters<Pusher['createSignedQueryString']>[0]);
      expect(new URLSearchParams(wanted).get('auth_signature')).toBe(auth_signature);
      expect([auth_key, auth_timestamp, auth_version]).toEqual([credentials.key, '1353088179', '1.0']);
      expect(body_md5 === undefined).toBe(body === '');
    }
  });
});

describe('signatures, compared with the official library', () => {
  it.each(['private-a', 'presence-a', 'private-cache-a', 'private-encrypted-a'])(
    'are the same for %s',
    async (name) => {
      const member = name.startsWith('presence-')
        ? { user_id: '7', user_info: { name: 'Ádá 🎉' } }
        : undefined;
      const { ok, ...answer } = await ours.authenticateChannel(name, '1.2', member);
      expect(ok).toBe(true);
      expect(answer).toEqual(official.authorizeChannel('1.2', name, member));
    },
  );

  it('match the published examples', async () => {
    const socket = '1234.1234';
    expect(await ours.authenticateChannel('private-foobar', socket)).toMatchObject({
      auth: `${credentials.key}:58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4`,
    });
    expect(await ours.authenticateUser(socket, { id: '12345' })).toMatchObject({
      auth: `${credentials.key}:4708d583dada6a56435fb8bc611c77c359a31eebde13337c16ab43aa6de336ba`,
    });
  });

  it('are the same for a user', async () => {
    const user = { id: '7', user_info: { name: 'Ada' }, watchlist: ['8', '9'] };
    const { ok, ...answer } = await ours.authenticateUser('1.2', user);
    expect(ok).toBe(true);
    expect(answer).toEqual(official.authenticateUser('1.2', user));
  });

  it('are refused for what must not be signed', async () => {
    const code = async (result: Promise<{ ok: boolean; error?: { code: string } }>) =>
      (await result).error?.code;
    expect(await code(ours.authenticateChannel('news', '1.2'))).toBe('CK611');
    expect(await code(ours.authenticateChannel('presence-a', '1.2'))).toBe('CK611');
    expect(await code(ours.authenticateChannel('private-a', '1.2', { user_id: 1 }))).toBe('CK611');
    expect(await code(ours.authenticateChannel('private-a', '1.2:presence-b'))).toBe('CK611');
    expect(await code(ours.authenticateChannel('private-a b', '1.2'))).toBe('CK101');
    expect(await code(ours.authenticateUser('1.2', { id: 7 as unknown as string }))).toBe('CK611');
    expect(await code(ours.authenticateChannel('presence-a', '1.2', { user_id: 'x'.repeat(2_000) }))).toBe(
      'CK611',
    );
    const bare = new PusherService(credentials, silent);
    expect(await code(bare.authenticateChannel('private-encrypted-a', '1.2'))).toBe('CK610');
    for (const encryptionMasterKey of [btoa('sixteen bytes...'), '***', '']) {
      const wrong = new PusherService({ ...credentials, encryptionMasterKey }, silent);
      expect(await code(wrong.authenticateChannel('private-encrypted-a', '1.2'))).toBe('CK610');
    }
  });
});
