import type * as engine from './engine/index.ts';
import { CK202 } from './errorCodes/early.ts';
import { RealtimeError } from './errors.ts';
import type { PusherClass, PusherSource } from './pusherPort.ts';

/** Loads what a client needs for a socket. @throws RealtimeError CK202 */
export async function loadEngine(): Promise<typeof engine> {
  try {
    return await import('./engine/index.ts');
  } catch (cause) {
    const remedy = 'Nothing to do: the next attempt loads it again.';
    throw new RealtimeError(CK202, 'the code that drives it failed to load', { cause, remedy });
  }
}

/** Whether a source is the constructor itself. */
export const isPusherClass = (value: unknown): value is PusherClass =>
  typeof value === 'function' &&
  typeof (value.prototype as { subscribe?: unknown } | undefined)?.subscribe === 'function';

/** What a source stands for: itself, or what its loader brings; pusher-js where there is none. */
export async function loadSource(source: PusherSource | undefined): Promise<unknown> {
  if (source === undefined) return import('pusher-js');
  return typeof source === 'function' && !isPusherClass(source) ? source() : source;
}
