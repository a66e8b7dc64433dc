import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Keeps the loopback port of a server that a test has stopped, until the release: a free port is anybody's, of a server next
 * door or of an outgoing connection. Whoever connects is reset, as if nobody listened.
 */
export async function holdPort(port: number): Promise<() => Promise<void>> {
  const holder = createServer((socket) => socket.resetAndDestroy()).unref();
  await once(holder.listen({ port, host: '127.0.0.1', exclusive: true }), 'listening');
  return async () => {
    const closed = once(holder, 'close');
    holder.close();
    await closed;
  };
}
