import type { ConnectionSnapshot } from './types.ts';

/** The header by which a server leaves the sender of a request out of the event that it causes. */
export const socketIdHeader = 'X-Socket-ID';

/**
 * Wraps `fetch` so that requests carry the id of the client's socket while it is connected; a server that passes it to
 * `trigger` as `socketId` spares the writer its own echo. For your own API: other origins would have to allow the header.
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
