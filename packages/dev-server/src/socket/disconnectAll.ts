import { setTimeout as sleep } from 'node:timers/promises';
import type { StopOptions } from '../server/devServer.ts';
import type { OpenConnection } from '../server/openConnection.ts';

const closeTimeout = 250;

/** Ends connections; those that do not complete the closing handshake in time are destroyed. */
export async function disconnectAll(
  connections: readonly OpenConnection[],
  how: Required<StopOptions>,
): Promise<void> {
  const gone = Promise.all(connections.map((connection) => connection.gone));
  for (const connection of connections) {
    if (how.abrupt) connection.destroy();
    else connection.close(how.code, 'Server is stopping');
  }
  const timeout = new AbortController();
  await Promise.race([gone, sleep(closeTimeout, null, { signal: timeout.signal }).catch(() => null)]);
  timeout.abort();
  for (const connection of connections) connection.destroy();
  await gone;
}
