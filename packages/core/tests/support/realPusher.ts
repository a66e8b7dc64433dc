import { onTestFinished, vi } from 'vitest';
import type { FakeServer, ManualTimers } from '../../src/testing/index.ts';
import type { PusherClass } from '../../src/transport/pusherApi.ts';

/** The real pusher-js class, with the instances that it made. */
export type RealPusher = PusherClass & { readonly instances: unknown[] };

interface World {
  readonly server: FakeServer;
  readonly timers: ManualTimers;
}

let current: World | null = null;

/** The world in which pusher-js runs from here on: it looks globals up at every call. */
export function moveTo(world: World): void {
  current = world;
}

/**
 * Loads the real pusher-js (its build for workers, which uses global `WebSocket` and timers) and runs it over a fake server and a manual
 * clock until the test ends.
 */
export async function realPusher(world: World): Promise<RealPusher> {
  moveTo(world);
  vi.stubGlobal('self', globalThis);
  vi.stubGlobal('WebSocket', function WebSocket(url: string) {
    if (!current) throw new Error('no fake server');
    return new current.server.WebSocket(url);
  });
  vi.stubGlobal('setTimeout', (callback: () => void, ms = 0) => current?.timers.setTimeout(callback, ms));
  vi.stubGlobal('clearTimeout', (handle: unknown) => current?.timers.clearTimeout(handle));
  onTestFinished(() => {
    current = null;
    vi.unstubAllGlobals();
  });
  const { default: Pusher } = (await import('pusher-js/worker/with-encryption')) as unknown as {
    default: RealPusher;
  };
  return Pusher;
}
