import { describe, expect, it } from 'vitest';
import { loadSource } from '../loadEngine.ts';
import type { PusherModule } from '../pusherPort.ts';
import { readPusher } from './pusherSource.ts';

class Pusher {
  subscribe(): void {}
}

const load = (module: unknown) => readPusher(loadSource(() => Promise.resolve(module as PusherModule)));

describe('loading pusher-js', () => {
  it('finds the class behind the layers that bundlers put around it', async () => {
    expect(await load({ default: Pusher })).toBe(Pusher);
    expect(await load({ default: { default: Pusher } })).toBe(Pusher);
  });

  it('finds the class behind a namespace that is itself a function', async () => {
    const namespace = Object.assign(() => new Pusher(), { default: Pusher });
    expect(await load(namespace)).toBe(Pusher);
  });

  it('says what it got when there is no class to be found', async () => {
    await expect(load(() => {})).rejects.toMatchObject({ code: 'CK202' });
  });
});
