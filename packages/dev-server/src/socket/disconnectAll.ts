import { setTimeout as sleep } from 'node:timers/promises';
import type { StopOptions } from '../devServer.ts';
import type { Connection } from './connection.ts';

const closePatience = 250;

/** Ends connections; those that do not finish their close in time are cut off. */
export async function disconnectAll(
  connections: readonly Connection[],
  how: Required<StopOptions>,
): Promise<void> {
  const gone = Promise.all(connections.map((connection) => connection.gone));
  for (const connection of connections) {
    if (how.abrupt) connection.destroy();
    else connection.close(how.code, 'Server is stopping');
  }
  const patience = new AbortController();
  await Promise.race([gone, sleep(closePatience, null, { signal: patience.signal }).catch(() => null)]);
  patience.abort();
  for (const connection of connections) connection.destroy();
  await gone;
}
