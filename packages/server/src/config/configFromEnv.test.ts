import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { apiOrigin } from '../api/createHttpApi.ts';
import { configFromEnv, PusherService, Secret } from '../index.ts';

const complete = { PUSHER_APP_ID: '3', PUSHER_APP_KEY: 'key', PUSHER_APP_SECRET: 'hush' };
const errorOf = (env: Record<string, string>) => configFromEnv({ ...complete, ...env }).error;
const plain = (env: Record<string, string>) => {
  const config = configFromEnv(env);
  return { ...config, secret: config.secret instanceof Secret ? config.secret.reveal() : config.secret };
};

describe('configFromEnv', () => {
  it('needs three variables and takes cluster mt1 and TLS by default', () => {
    expect(plain(complete)).toEqual({
      appId: '3',
      key: 'key',
      secret: 'hush',
      cluster: 'mt1',
      tls: true,
      verifySsl: true,
      disableStats: false,
      enabled: true,
    });
    const config = configFromEnv(complete);
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
    expect(plain(env)).toMatchObject({ appId: '1', key: 'key', secret: 's', cluster: 'eu' });
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
      VITE_PUSHER_WS_PATH: '/realtime',
      NEXT_PUBLIC_PUSHER_FORCE_TLS: 'true',
    };
    const client = (more: object) => new PusherService(configFromEnv({ ...env, ...more })).getClientConfig();
    expect(client({})).toEqual({ key: 'key', cluster: 'mt1', host: 'soketi', port: 6001, tls: false });
    expect(client({ PUSHER_PATH: 'app/' })).toMatchObject({ path: '/app' });
    expect(client({ PUSHER_PATH: 'app/', ...outside })).toEqual({
      key: 'key',
      cluster: 'mt1',
      host: 'ws.example',
      port: 443,
      path: '/realtime',
      tls: true,
    });
  });

  it('reads the REVERB_ variables of Laravel when they name the app', () => {
    const env = {
      REVERB_APP_ID: '9',
      REVERB_APP_KEY: 'reverb-key',
      REVERB_APP_SECRET: 'r',
      REVERB_HOST: 'ws.test',
      REVERB_PORT: '8080',
      REVERB_SCHEME: 'http',
      VITE_REVERB_HOST: 'public.test',
      VITE_REVERB_SCHEME: 'https',
    };
    const config = configFromEnv(env);
    expect(config.error).toBeUndefined();
    expect(config).toMatchObject({ appId: '9', key: 'reverb-key' });
    expect(apiOrigin(config)).toBe('http://ws.test:8080');
    expect(new PusherService(config).getClientConfig()).toEqual({
      key: 'reverb-key',
      cluster: 'mt1',
      host: 'public.test',
      port: 8080,
      tls: true,
    });
  });

  it('reads one family of a file that has both, by its driver', () => {
    const both = { ...complete, REVERB_APP_ID: '9', REVERB_APP_KEY: 'r', REVERB_APP_SECRET: 'r' };
    const idFor = (driver: object) => configFromEnv({ ...both, ...driver });
    expect(idFor({})).toMatchObject({ appId: '3' });
    expect(idFor({ BROADCAST_CONNECTION: 'reverb' })).toMatchObject({ appId: '9' });
    expect(idFor({ BROADCAST_DRIVER: 'pusher' })).toMatchObject({ appId: '3' });
    expect(configFromEnv({ BROADCAST_CONNECTION: 'reverb' }).error?.message).toContain(
      'REVERB_APP_ID, REVERB_APP_KEY, REVERB_APP_SECRET missing',
    );
  });

  it('lets a host win over a cluster', () => {
    const config = configFromEnv({ ...complete, PUSHER_HOST: '127.0.0.1', PUSHER_APP_CLUSTER: 'eu' });
    expect(config.error).toBeUndefined();
    expect(apiOrigin(config)).toBe('https://127.0.0.1');
  });

  it('lists everything that is wrong in one error, with the names that are set and without values', () => {
    const { error } = configFromEnv({
      PUSHER_SECRET: 'hush',
      PUSHER_APP_SECRET: 'hush-too',
      PUSHER_PORT: 'many',
      PUSHER_USE_TLS: 'true',
      PUSHER_SCHEME: 'http',
      PUSHER_HOST: 'soketi',
      VITE_PUSHER_WS_PORT: '0',
      BROADCAST_CONNECTION: 'pigeon',
      PUSHER_VERIFY_SSL: 'maybe',
    });
    expect(error?.code).toBe('CK601');
    for (const part of [
      'PUSHER_APP_ID, PUSHER_APP_KEY missing',
      'PUSHER_APP_SECRET and PUSHER_SECRET differ',
      'PUSHER_PORT is not a port',
      'PUSHER_USE_TLS is true but PUSHER_SCHEME is http',
      'VITE_PUSHER_WS_PORT is not a port',
      'BROADCAST_CONNECTION is neither pusher, reverb nor null',
      'PUSHER_VERIFY_SSL is neither true nor false',
    ]) {
      expect(error?.message).toContain(part);
    }
    expect(error?.message).not.toMatch(/hush|many|maybe|pigeon/);
  });

  it('says which settings contradict each other', () => {
    expect(errorOf({ PUSHER_USE_TLS: 'false', PUSHER_SCHEME: 'https' })?.code).toBe('CK602');
    expect(errorOf({ NEXT_PUBLIC_PUSHER_KEY: 'other' })?.message).toContain(
      'PUSHER_APP_KEY and NEXT_PUBLIC_PUSHER_KEY differ',
    );
    expect(errorOf({ PUSHER_SCHEME: 'gopher' })?.message).toContain(
      'PUSHER_SCHEME is neither http nor https',
    );
    expect(errorOf({ PUSHER_USE_TLS: 'true', PUSHER_SCHEME: 'https' })).toBeUndefined();
  });

  it('shows no secret when it is printed, logged as JSON or put into a text, copies included (13)', () => {
    const config = configFromEnv({ ...complete, PUSHER_ENCRYPTION_MASTER_KEY: 'topsecret' });
    const copy = { ...config, enabled: true };
    const shown = [config, copy].flatMap((value) => [
      inspect(value, { depth: 9, showHidden: true, getters: true }),
      JSON.stringify(value),
      `${value.secret} ${value.encryptionMasterKey}`,
      JSON.stringify(structuredClone(JSON.parse(JSON.stringify(value)))),
    ]);
    expect(shown.join()).not.toMatch(/hush|topsecret/);
    expect(new PusherService(copy).isReady()).toBe(true);
  });
});
