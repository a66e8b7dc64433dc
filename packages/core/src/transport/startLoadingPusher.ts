import type { PusherClass, PusherSource } from './pusherPort.ts';

/** Whether a value is the pusher-js constructor. */
export const isPusherClass = (value: unknown): value is PusherClass =>
  typeof value === 'function' &&
  typeof (value.prototype as { subscribe?: unknown } | undefined)?.subscribe === 'function';

/** Starts loading pusher-js, or what the application passed for it. */
export async function startLoadingPusher(source: PusherSource | undefined): Promise<unknown> {
  if (source === undefined) return import('pusher-js');
  return typeof source === 'function' && !isPusherClass(source) ? source() : source;
}
