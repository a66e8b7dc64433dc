import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { getPusherUserId, getRealtimeClient, setPusherUserId } from '../src/index.ts';
import { bench } from './support/setup.ts';

it('returns a new client for every call on a server, which never connects and shows what a first render shows (5, 6)', async () => {
  const transport = vi.fn<() => never>();
  const { options, timers } = bench({ transport });
  const first = getRealtimeClient(options);
  const second = getRealtimeClient(options);
  expect(first).not.toBe(second);
  const lease = first.acquire('private-orders');
  first.connect();
  first.mount();
  first.user.set(7);
  await timers.advance(60_000);
  expect(transport).not.toHaveBeenCalled();
  expect(second.user.getSnapshot().id).toBeNull();
  // As in a browser before the first effect.
  expect(first.connection.getServerSnapshot()).toMatchObject({ state: 'idle', reason: null });
  expect(first.connection.getSnapshot()).toBe(first.connection.getServerSnapshot());
  expect(lease.status.getServerSnapshot()).toMatchObject({ status: 'idle', reason: null });
  expect(lease.status.getSnapshot()).toMatchObject({ status: 'idle', reason: 'this is a server' });
  await expect(lease.trigger('client-x', 1)).rejects.toMatchObject({ code: 'CK201' });
  lease.release();
  expect(timers.pending).toBe(0);
});

it('shares no user between the requests of a server (5)', () => {
  expect(() => setPusherUserId(7)).toThrow(expect.objectContaining({ code: 'CK208' }));
  expect(getPusherUserId()).toBeNull();
});

it.each(['index', 'internal', 'contract/index', 'contract/internal', 'transport/webSocket', 'testing/index'])(
  'imports %s without setting a global, timer, listener or socket (5)',
  (entry) => {
    for (const condition of ['node', 'react-server']) {
      const file = fileURLToPath(new URL(`../src/${entry}.ts`, import.meta.url));
      const program = `
      const before = new Set(Reflect.ownKeys(globalThis));
      const used = [];
      for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch', 'WebSocket', 'addEventListener'])
        globalThis[name] = () => used.push(name);
      for (const name of ['setTimeout', 'setInterval', 'fetch', 'WebSocket', 'addEventListener']) before.add(name);
      await import(${JSON.stringify(file)});
      const added = Reflect.ownKeys(globalThis).filter((key) => !before.has(key)).map(String);
      console.log(JSON.stringify({ used, added, loaded: process.getActiveResourcesInfo().filter((name) => /TCP|Timeout/.test(name)) }));
    `;
      const { stdout, stderr } = spawnSync(
        process.execPath,
        ['--conditions', condition, '--no-warnings', '--input-type=module', '--eval', program],
        { encoding: 'utf8' },
      );
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual({ used: [], added: [], loaded: [] });
    }
  },
);
