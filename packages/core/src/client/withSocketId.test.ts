// @vitest-environment node
import { expect, it, vi } from 'vitest';
import { withSocketId } from './withSocketId.ts';

const clientWith = (socketId: string | null) => ({
  connection: {
    getSnapshot: () => ({
      state: socketId ? ('connected' as const) : ('connecting' as const),
      reason: null,
      socketId,
      error: null,
      since: 0,
      retryAt: null,
    }),
  },
});

const headersSent = async (
  socketId: string | null,
  ...request: Parameters<typeof fetch>
): Promise<Headers> => {
  const fetch = vi.fn<typeof globalThis.fetch>(async () => new Response());
  await withSocketId(fetch, clientWith(socketId))(...request);
  const [input, init] = fetch.mock.calls[0] ?? [];
  return new Request(input ?? 'https://none.test', init).headers;
};

it('adds the socket id to the headers of init', async () => {
  const headers = await headersSent('1.2', 'https://api.test/orders', {
    headers: { accept: 'application/json' },
  });
  expect(headers.get('x-socket-id')).toBe('1.2');
  expect(headers.get('accept')).toBe('application/json');
});

it('adds the socket id to the headers of a Request', async () => {
  const request = new Request('https://api.test/orders', {
    method: 'POST',
    headers: { accept: 'text/plain' },
  });
  const headers = await headersSent('1.2', request);
  expect(headers.get('x-socket-id')).toBe('1.2');
  expect(headers.get('accept')).toBe('text/plain');
});

it('keeps the rest of init', async () => {
  const fetch = vi.fn<typeof globalThis.fetch>(async () => new Response());
  const { signal } = new AbortController();
  await withSocketId(fetch, clientWith('1.2'))('https://api.test/orders', {
    method: 'POST',
    body: '{}',
    signal,
  });
  expect(fetch.mock.calls[0]?.[1]).toMatchObject({ method: 'POST', body: '{}', signal });
});

it('reads the socket id anew for every request', async () => {
  const fetch = vi.fn<typeof globalThis.fetch>(async () => new Response());
  const client = { connection: { ...clientWith(null).connection } };
  const send = withSocketId(fetch, client);
  for (const id of [null, '1.2', '3.4']) {
    client.connection = clientWith(id).connection;
    await send('https://api.test/orders');
  }
  const ids = fetch.mock.calls.map(([, init]) => new Headers(init?.headers).get('x-socket-id'));
  expect(ids).toEqual([null, '1.2', '3.4']);
});

it('adds nothing while not connected', async () => {
  expect((await headersSent(null, 'https://api.test/orders')).has('x-socket-id')).toBe(false);
});
