import PusherJs from 'pusher-js/worker';
import { expect, it } from 'vitest';
import { isPusherClass, startLoadingPusher } from './pusher.ts';
import { loadPusher } from './pusherJs.ts';

class Pusher {
  connection = {};
  subscribe(): void {}
}

const load = (module: unknown) => loadPusher(startLoadingPusher((() => Promise.resolve(module)) as never));

it.each([
  { what: 'the class itself', module: Pusher },
  { what: 'a module with a default export', module: { default: Pusher } },
  { what: 'two layers of default', module: { default: { default: Pusher } } },
  { what: 'a namespace that is itself a function', module: Object.assign(() => {}, { default: Pusher }) },
])('finds the class in $what', async ({ module }) => {
  expect(await load(module)).toBe(Pusher);
});

it('finds an instance, loaded or passed directly', async () => {
  const instance = { connection: {}, subscribe() {} };
  expect(await load(instance)).toBe(instance);
  expect(await loadPusher(startLoadingPusher(instance as never))).toBe(instance);
});

it('recognizes the real class, and loads pusher-js by default', async () => {
  expect(isPusherClass(PusherJs)).toBe(true);
  expect(isPusherClass(await loadPusher(startLoadingPusher(undefined)))).toBe(true);
});

it.each([() => {}, { default: {} }, null, 7])('rejects %o with CK202', async (module) => {
  await expect(load(module)).rejects.toMatchObject({
    code: 'CK202',
    message: expect.stringContaining('neither the pusher-js class nor an instance'),
  });
});

it('rejects with CK202 and the cause if the loader fails', async () => {
  const cause = new Error('chunk');
  await expect(loadPusher(Promise.reject(cause))).rejects.toMatchObject({ code: 'CK202', cause });
});
