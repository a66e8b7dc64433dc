import type { ConnectionSnapshot } from '../types.ts';

/** The header from which a server learns whom to exclude from the event that a request causes. */
export const socketIdHeader = 'X-Socket-ID';

/**
 * Wraps `fetch` so that requests carry the id of the client's socket while it is connected. A server that passes it to `trigger` as
 * `socketId` does not send the event back to its own writer. For your own API: another origin would have to allow the header.
 */
export function withSocketId(
  fetch: typeof globalThis.fetch,
  client: { readonly connection: { getSnapshot(): ConnectionSnapshot } },
): typeof globalThis.fetch {
  return (input, init) => {
    const { socketId } = client.connection.getSnapshot();
    if (socketId === null) return fetch(input, init);
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set(socketIdHeader, socketId);
    return fetch(input, { ...init, headers });
  };
}
