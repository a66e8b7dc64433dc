import { expect, it, vi } from 'vitest';
import * as errorCatalog from '../src/errors/index.ts';
import type { RealtimeErrorCode } from '../src/errors/realtimeError.ts';
import { webSocketTransport } from '../src/transport/webSocket.ts';
import { type Bench, bench, soon } from './support/setup.ts';

const [key, signIn] = ['private-encrypted-x', 'the user'];

/** How each of these errors comes about once, and where it is shown. */
const failures: Partial<
  Record<RealtimeErrorCode, { readonly fail: (made: Bench) => void; readonly at?: string }>
> = {
  CK202: {
    fail: ({ client, server }) => {
      let isFirst = true;
      client.configure({
        transport: async (setup) => {
          if (!isFirst) return webSocketTransport({ WebSocket: server.WebSocket })(setup);
          isFirst = false;
          throw new Error('404');
        },
      });
    },
  },
  CK204: { fail: ({ server }) => server.answerConnects('refuse', 1) },
  CK211: { fail: ({ auth }) => auth.answer(500, { times: 1 }), at: signIn },
  CK301: { fail: ({ auth }) => auth.answer(401, { times: 1 }) },
  CK303: { fail: ({ server }) => server.answerSubscribes({ refuse: 'no', status: 401 }, { times: 1 }) },
  CK304: { fail: ({ server }) => server.answerSubscribes('never', { times: 1 }) },
  CK309: {
    fail: () => {
      vi.doMock('tweetnacl', () => {
        vi.doUnmock('tweetnacl');
        throw new Error('404');
      });
    },
    at: key,
  },
};

/** Shown in a test of its own: it is told of a log, and not of a channel. */
const elsewhere: RealtimeErrorCode[] = ['CK312'];

it('covers every error whose remedy says that it is retried automatically', () => {
  const codes = Object.values(errorCatalog).flatMap(({ code, remedy }) =>
    remedy.includes('retried automatically') ? [code] : [],
  );
  expect([...Object.keys(failures), ...elsewhere].sort()).toEqual(codes.sort());
});

it.each(Object.entries(failures))('retries after %s without a call (11)', async (code, { fail, at }) => {
  const made = bench({ key: code });
  const { client, auth, timers } = made;
  fail(made);
  const shown: (string | undefined)[] = [];
  if (at === signIn) {
    client.configure({ userAuth: { authenticate: auth.authenticate } });
    client.user.set('me');
    client.user.subscribe(() => shown.push(client.user.getSnapshot().error?.code));
    client.connect();
    await timers.advance(40_000);
    expect(client.user.getSnapshot().signIn).toBe('signed-in');
  } else {
    const { status } = client.acquire(at ?? 'private-orders');
    status.subscribe(() => shown.push(status.getSnapshot().error?.code));
    await timers.advance(soon);
    // A module loads, and fails to load, in real time.
    const untilLoaded = { timeout: 15_000 };
    if (at === key) await vi.waitFor(() => expect(shown).toContain(code), untilLoaded);
    await vi.waitFor(async () => {
      await timers.advance(5_000);
      expect(status.getSnapshot().status).toBe('subscribed');
    }, untilLoaded);
  }
  expect(shown).toContain(code);
});
