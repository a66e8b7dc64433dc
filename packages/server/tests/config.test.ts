import { describe, expect, it } from 'vitest';
import { apiOrigin } from '../src/config.ts';
import { configFromEnv, PusherService } from '../src/index.ts';

const complete = { PUSHER_APP_ID: '3', PUSHER_APP_KEY: 'key', PUSHER_APP_SECRET: 'hush' };
const errorOf = (env: Record<string, string>) => configFromEnv({ ...complete, ...env }).error;

describe('configFromEnv', () => {
  it('needs three variables and takes cluster mt1 and TLS by default', () => {
    const config = configFromEnv(complete);
    expect(config).toEqual({
      appId: '3',
      key: 'key',
      secret: 'hush',
      cluster: 'mt1',
      tls: true,
      verifySsl: true,
      disableStats: false,
      enabled: true,
    });
    expect(apiOrigin(config)).toBe('https://api-mt1.pusher.com');
    expect(new PusherService(config).getClientConfig()).toEqual({ key: 'key', cluster: 'mt1', tls: true });
  });

  it.each([
    [
      {
        PUSHER_APP_ID: '1',
        NEXT_PUBLIC_PUSHER_KEY: 'key',
        PUSHER_SECRET: 's',
        NEXT_PUBLIC_PUSHER_CLUSTER: 'eu',
      },
    ],
    [
      {
        PUSHER_APP_ID: '1',
        NEXT_PUBLIC_PUSHER_APP_KEY: 'key',
        PUSHER_APP_SECRET: 's',
        PUSHER_APP_CLUSTER: 'eu',
      },
    ],
    [{ PUSHER_APP_ID: '1', VITE_PUSHER_APP_KEY: 'key', PUSHER_SECRET: 's', VITE_PUSHER_CLUSTER: 'eu' }],
  ])('takes the usual names of %o', (env) => {
    expect(configFromEnv(env)).toMatchObject({ appId: '1', key: 'key', secret: 's', cluster: 'eu' });
    expect(configFromEnv(env).error).toBeUndefined();
  });

  it('treats empty and blank values as unset', () => {
    const config = configFromEnv({ ...complete, PUSHER_HOST: '', PUSHER_PORT: ' ', PUSHER_USE_TLS: '' });
    expect(config).toMatchObject({ tls: true, cluster: 'mt1' });
    expect(config).not.toHaveProperty('host');
  });

  it('reads a self-hosted server, and where browsers reach it', () => {
    const env = { ...complete, PUSHER_HOST: 'soketi', PUSHER_PORT: '6001', PUSHER_SCHEME: 'http' };
    expect(apiOrigin(configFromEnv(env))).toBe('http://soketi:6001');
    const outside = {
      NEXT_PUBLIC_PUSHER_WS_HOST: 'ws.example',
      NEXT_PUBLIC_PUSHER_WS_PORT: '443',
      NEXT_PUBLIC_PUSHER_FORCE_TLS: 'true',
    };
    const client = (more: object) => new PusherService(configFromEnv({ ...env, ...more })).getClientConfig();
    expect(client({})).toEqual({ key: 'key', cluster: 'mt1', host: 'soketi', port: 6001, tls: false });
    expect(client(outside)).toEqual({ key: 'key', cluster: 'mt1', host: 'ws.example', port: 443, tls: true });
  });

  it('lists everything that is wrong in one error, by canonical names and without values', () => {
    const { error } = configFromEnv({
      PUSHER_SECRET: 'hush',
      PUSHER_APP_SECRET: 'hush-too',
      PUSHER_PORT: 'many',
      PUSHER_USE_TLS: 'true',
      PUSHER_SCHEME: 'http',
      PUSHER_HOST: 'soketi',
      PUSHER_CLUSTER: 'eu',
      PUSHER_VERIFY_SSL: 'maybe',
    });
    expect(error?.code).toBe('CK601');
    for (const part of [
      'PUSHER_APP_ID, PUSHER_APP_KEY missing',
      'PUSHER_APP_SECRET and PUSHER_SECRET differ',
      'PUSHER_PORT is not a port',
      'PUSHER_USE_TLS is true but PUSHER_SCHEME is http',
      'PUSHER_HOST and PUSHER_APP_CLUSTER are both set',
      'PUSHER_VERIFY_SSL is neither true nor false',
    ]) {
      expect(error?.message).toContain(part);
    }
    expect(error?.message).not.toMatch(/hush|many|maybe/);
  });

  it('says which settings contradict each other', () => {
    expect(errorOf({ PUSHER_USE_TLS: 'false', PUSHER_SCHEME: 'https' })?.code).toBe('CK602');
    expect(errorOf({ PUSHER_HOST: 'a', PUSHER_APP_CLUSTER: 'eu' })?.code).toBe('CK602');
    expect(errorOf({ PUSHER_HOST: 'a', PUSHER_APP_CLUSTER: 'mt1' })).toBeUndefined();
    expect(errorOf({ PUSHER_USE_TLS: 'true', PUSHER_SCHEME: 'https' })).toBeUndefined();
  });
});

describe('PusherService without usable settings', () => {
  it('is not ready and says why as the result of every call', async () => {
    const pusher = new PusherService(configFromEnv({}));
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
    expect(await pusher.verifyWebhook({}, '')).toMatchObject({ ok: false, error: { code: 'CK601' } });
    expect(pusher.getClientConfig().key).toBe('');
  });

  it('is switched off by BROADCAST_DRIVER=null, for browsers too', async () => {
    const pusher = new PusherService(configFromEnv({ ...complete, BROADCAST_DRIVER: 'null' }));
    expect(pusher.isReady()).toBe(false);
    expect(pusher.getClientConfig()).toEqual({ key: '', cluster: 'mt1', tls: true });
    expect((await pusher.trigger('a', 'e', 1)).ok).toBe(false);
    expect(pusher.getLastError()?.message).toContain('BROADCAST_DRIVER');
  });

  it('demands a fetch of its own for PUSHER_VERIFY_SSL=false', () => {
    const config = configFromEnv({ ...complete, PUSHER_VERIFY_SSL: 'false' });
    expect(new PusherService(config).getLastError()?.code).toBe('CK602');
    expect(new PusherService(config, { fetch }).isReady()).toBe(true);
  });

  it.each([['https://host'], ['host/path'], ['user:pass@host'], ['host:6001']])(
    'refuses %s as a host',
    (host) => {
      expect(new PusherService({ ...configFromEnv(complete), host }).getLastError()?.code).toBe('CK602');
    },
  );

  it('masks secrets and keeps the rest in getConfig() (13)', () => {
    const shown = new PusherService({
      ...configFromEnv(complete),
      encryptionMasterKey: 'topsecret',
    }).getConfig();
    expect(shown).toMatchObject({
      appId: '3',
      key: 'key',
      secret: '********',
      encryptionMasterKey: '********',
    });
    expect(JSON.stringify(shown)).not.toMatch(/hush|topsecret/);
  });
});
