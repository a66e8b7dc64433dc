import { expect, it } from 'vitest';
import { loadPusher } from './loadPusher.ts';
import type { PusherSource } from './pusherPort.ts';
import { startLoadingPusher } from './startLoadingPusher.ts';

class Pusher {
  connection = {};
  subscribe(): void {}
}

const load = (source: unknown) => loadPusher(startLoadingPusher(source as PusherSource));

it('accepts the class, an instance, a module, or a function that loads one of them', async () => {
  const instance = new Pusher();
  expect(await load(Pusher)).toBe(Pusher);
  expect(await load(instance)).toBe(instance);
  expect(await load({ default: Pusher })).toBe(Pusher);
  expect(await load(async () => Pusher)).toBe(Pusher);
  expect(await load(async () => instance)).toBe(instance);
});

it('finds the class behind the layers that bundlers put around it', async () => {
  expect(await load(async () => ({ default: Pusher }))).toBe(Pusher);
  expect(await load(async () => ({ default: { default: Pusher } }))).toBe(Pusher);
  const callableNamespace = Object.assign(() => new Pusher(), { default: Pusher });
  expect(await load(async () => callableNamespace)).toBe(Pusher);
});

it('rejects with CK202 if there is no class, or if loading fails', async () => {
  for (const source of [{}, async () => () => {}, async () => null])
    await expect(load(source)).rejects.toMatchObject({ code: 'CK202' });
  const cause = new Error('404');
  await expect(load(async () => Promise.reject(cause))).rejects.toMatchObject({ code: 'CK202', cause });
});
