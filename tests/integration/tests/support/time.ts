import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { onTestFinished, vi } from 'vitest';

/** Puts every timer of client, pusher-js and server on a clock of the test's; sockets go on at their own pace. */
export function stopTime(): void {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'],
  });
  onTestFinished(() => void vi.useRealTimers());
}

/** Lets time pass in steps, each with time for what is on the wire to arrive. */
export async function pass(ms: number, isEnough: () => boolean = () => false): Promise<void> {
  const { wireIsQuiet, close } = await openEcho();
  try {
    for (let left = ms; left > 0 && !isEnough(); left -= 100) {
      await vi.advanceTimersByTimeAsync(Math.min(100, left));
      // a connection takes this many ways there and back until its channels are subscribed
      for (let turn = 0; turn < 4; turn += 1) await wireIsQuiet();
    }
  } finally {
    close();
  }
}

/** As {@link pass} for many short ways through time, in steps of `step` milliseconds. */
export async function startPassing(step: number): Promise<{ pass(ms: number): Promise<void>; stop(): void }> {
  const { wireIsQuiet, close } = await openEcho();
  const arrive = async () => {
    for (let turn = 0; turn < 4; turn += 1) await wireIsQuiet();
  };
  return {
    async pass(ms) {
      await arrive();
      for (let left = ms; left > 0; left -= step) {
        await vi.advanceTimersByTimeAsync(Math.min(step, left));
        await arrive();
      }
    },
    stop: close,
  };
}

/** A byte that goes there and back after what was sent before it: on a busy machine it is late as the rest is. */
async function openEcho() {
  const server = createServer((socket) => socket.pipe(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  return {
    async wireIsQuiet() {
      const back = once(socket, 'data');
      socket.write('.');
      await back;
      // Signatures are made on other threads, which may be late as well.
      await crypto.subtle.digest('SHA-256', new Uint8Array(1));
    },
    close() {
      socket.destroy();
      server.close();
    },
  };
}

/** The page events that tell of waking, without a page. */
export function standInPage(): { wake(cause: string): void } {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const view = new EventTarget();
  vi.stubGlobal('window', view);
  vi.stubGlobal('document', page);
  onTestFinished(() => void vi.unstubAllGlobals());
  return {
    wake: (cause) => (cause === 'visibilitychange' ? page : view).dispatchEvent(new Event(cause)),
  };
}
