import { CK202 } from '../errors/early.ts';
import { RealtimeError } from '../errors/realtimeError.ts';
import type * as live from './live.ts';

/** Loads the code that only a live socket needs. @throws (rejects) RealtimeError CK202 */
export async function loadLive(): Promise<typeof live> {
  try {
    return await import('./live.ts');
  } catch (cause) {
    const remedy = 'Nothing to do: it is retried automatically.';
    throw new RealtimeError(CK202, 'the code for connections failed to load', { cause, remedy });
  }
}
