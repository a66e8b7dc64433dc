import { expect, it, vi } from 'vitest';
import type * as server from '../src/index.ts';

/** Another copy of the package, as a framework's bundles contain one each. */
async function loadCopy(): Promise<typeof server> {
  vi.resetModules();
  return import('../src/index.ts');
}

it('signs for a service that another copy of the package made, with the same secret (14)', async () => {
  const [one, other] = [await loadCopy(), await loadCopy()];
  expect(one.PusherService).not.toBe(other.PusherService);
  const env = {
    PUSHER_APP_ID: '1',
    PUSHER_APP_KEY: 'key',
    PUSHER_APP_SECRET: 'secret',
    PUSHER_HOST: 'localhost',
  };
  const service = new one.PusherService(one.configFromEnv(env));
  const sign = (copy: typeof server) =>
    copy.createAuthHandler(service as never, {
      authenticate: () => ({ id: 1 }),
      authorize: { 'private-x': () => true },
    })(
      new Request('http://localhost/auth', {
        method: 'POST',
        body: new URLSearchParams({ socket_id: '1.1', channel_name: 'private-x' }),
      }),
    );
  const [own, foreign] = [await sign(one), await sign(other)];
  expect([own.status, foreign.status]).toEqual([200, 200]);
  expect(await foreign.json()).toEqual(await own.json());

  // A config with a masked secret, read by the other copy.
  const moved = new other.PusherService(one.configFromEnv(env) as never);
  const signed = await moved.authenticateChannel('private-x', '1.1');
  expect(signed).toMatchObject({ auth: (await (await sign(one)).json()).auth });
});
