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
  for (let left = ms; left > 0 && !isEnough(); left -= 100) {
    await vi.advanceTimersByTimeAsync(Math.min(100, left));
    for (let turn = 0; turn < 12; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
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
