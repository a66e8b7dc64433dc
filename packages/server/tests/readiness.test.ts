import { describe, expect, it, vi } from 'vitest';
import {
  configFromEnv,
  createAuthHandler,
  createUserAuthHandler,
  createWebhookHandler,
  PusherService,
} from '../src/index.ts';
import { silent } from './fixtures.ts';

const complete = { PUSHER_APP_ID: '3', PUSHER_APP_KEY: 'key', PUSHER_APP_SECRET: 'hush' };

describe('PusherService without usable settings', () => {
  it('is not ready and returns the reason from every call', async () => {
    const pusher = new PusherService(configFromEnv({}), silent);
    expect(pusher.isReady()).toBe(false);
    expect(pusher.getLastError()).toMatchObject({
      code: 'CK601',
      remedy: expect.stringContaining('PUSHER_APP_ID'),
    });
    expect(await pusher.trigger(['a', 'b'], 'e', 1)).toMatchObject({
      ok: false,
      delivered: [],
      failed: [{}, {}],
    });
    expect(await pusher.authenticateChannel('private-a', '1.2')).toMatchObject({ ok: false });
    expect(await pusher.authenticateUser('1.2', { id: '7' })).toMatchObject({ ok: false });
    expect(await pusher.verifyWebhook({}, '')).toMatchObject({ ok: false, error: { code: 'CK601' } });
    expect(pusher.getClientConfig().key).toBe('');
  });

  it('names what is missing in the console at its first use, and is quiet for the next minute', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const pusher = new PusherService(configFromEnv({ PUSHER_APP_KEY: 'key' }));
    expect(error).not.toHaveBeenCalled();
    await pusher.trigger('a', 'e', 1);
    await pusher.getChannels();
    expect(error).toHaveBeenCalledExactlyOnceWith(
      expect.stringContaining('PUSHER_APP_ID, PUSHER_APP_SECRET missing'),
    );
  });

  it('signs nothing in its handlers (14)', async () => {
    const pusher = new PusherService(configFromEnv({ PUSHER_APP_KEY: 'key' }), silent);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const auth = createAuthHandler(pusher, {
      authenticate: () => ({ id: 7 }),
      authorize: { 'private-a': () => true },
    });
    const body = 'socket_id=1.2&channel_name=private-a';
    const url = 'https://app.example/';
    expect((await auth(new Request(url, { method: 'POST', body, headers }))).status).toBe(500);
    const user = createUserAuthHandler(pusher, { authenticate: () => ({ id: '7' }) });
    expect((await user(new Request(url, { method: 'POST', body: 'socket_id=1.2', headers }))).status).toBe(
      500,
    );
    const json = { 'content-type': 'application/json' };
    const onError = vi.fn();
    const webhook = createWebhookHandler(pusher, {}, { onError });
    expect((await webhook(new Request(url, { method: 'POST', body: '{}', headers: json }))).status).toBe(401);
    expect(onError.mock.calls).toMatchObject([[{ code: 'CK601' }]]);
  });

  it('is switched off by BROADCAST_DRIVER=null, for browsers too, and writes nothing about it', async () => {
    const pusher = new PusherService(configFromEnv({ ...complete, BROADCAST_DRIVER: 'null' }));
    expect(pusher.isReady()).toBe(false);
    expect(pusher.getClientConfig()).toEqual({ key: '', cluster: 'mt1', tls: true });
    expect((await pusher.trigger('a', 'e', 1)).ok).toBe(false);
    expect(pusher.getLastError()?.message).toContain('BROADCAST_DRIVER');
    const bare = new PusherService(configFromEnv({ BROADCAST_DRIVER: 'null' }));
    expect(bare.getLastError()?.message).toContain('switched off');
  });

  it('needs a `fetch` option for PUSHER_VERIFY_SSL=false', () => {
    const config = configFromEnv({ ...complete, PUSHER_VERIFY_SSL: 'false' });
    expect(new PusherService(config).getLastError()?.code).toBe('CK602');
    expect(new PusherService(config, { fetch }).isReady()).toBe(true);
    expect(new PusherService({ ...config, tls: false }).isReady()).toBe(true);
  });

  it.each([
    [{ host: 'https://host' }],
    [{ host: 'host/path' }],
    [{ host: 'user:pass@host' }],
    [{ host: 'host:6001' }],
    [{ appId: '..' }],
    [{ appId: 'a/b' }],
    [{ cluster: 'eu.evil.example/' }],
    [{ path: '/a/../b' }],
    [{ path: '/a?b' }],
  ])('refuses settings that would lead to another URL: %o', (settings) => {
    const config = { ...configFromEnv(complete), ...settings };
    expect(new PusherService(config).getLastError()?.code).toBe('CK602');
  });

  it('masks secrets and keeps the rest in getConfig() (13)', () => {
    const config = { appId: '3', key: 'key', secret: 'hush', encryptionMasterKey: 'topsecret' };
    for (const given of [config, { ...configFromEnv(complete), encryptionMasterKey: 'topsecret' }]) {
      const shown = new PusherService(given).getConfig();
      expect(shown).toMatchObject({
        appId: '3',
        key: 'key',
        secret: '********',
        encryptionMasterKey: '********',
        cluster: 'mt1',
      });
      expect(JSON.stringify(shown)).not.toMatch(/hush|topsecret/);
    }
    expect(new PusherService({ ...config, secret: '' }).getConfig().secret).toBe('');
    expect(new PusherService(configFromEnv({})).getConfig()).not.toHaveProperty('error');
  });
});
