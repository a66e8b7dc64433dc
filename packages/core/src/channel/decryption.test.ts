import nacl from 'tweetnacl';
import { expect, it } from 'vitest';
import type { RealtimeError } from '../errors/realtimeError.ts';
import { createManualTimers } from '../testing/index.ts';
import type { AuthorizationData } from '../transport/transport.ts';
import { Decryption } from './decryption.ts';

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const oldKey = new Uint8Array(32).fill(1);
const newKey = new Uint8Array(32).fill(2);
const withKey = (key: Uint8Array): AuthorizationData => ({ auth: 'a', shared_secret: base64(key) });

function seal(key: Uint8Array, data: unknown): { nonce: string; ciphertext: string } {
  const nonce = nacl.randomBytes(24);
  const ciphertext = nacl.secretbox(new TextEncoder().encode(JSON.stringify(data)), nonce, key);
  return { nonce: base64(nonce), ciphertext: base64(ciphertext) };
}

/** A decryption that has the old key, and what it does. */
async function setUp() {
  const timers = createManualTimers();
  const requests: {
    readonly signal: AbortSignal;
    answer(data: AuthorizationData): void;
    fail(cause: Error): void;
  }[] = [];
  const seen: unknown[] = [];
  const unreadable: { event: string; since: number; error: RealtimeError }[] = [];
  const decryption = new Decryption(
    {
      askKey: (signal) =>
        new Promise((answer, fail) => {
          requests.push({ signal, answer, fail });
        }),
      onEvent: (_, data) => seen.push(data),
      onUnreadable: (event, since, error) => unreadable.push({ event, since, error }),
      batch: (change) => change(),
    },
    timers,
  );
  await decryption.load();
  decryption.setKey(withKey(oldKey));
  let count = 0;
  const receive = (key: Uint8Array) => {
    count += 1;
    decryption.read(`event-${count}`, seal(key, count), timers.now());
  };
  return { timers, decryption, requests, seen, unreadable, receive };
}

it('decrypts with the known key at once, without a request or a timer (15)', async () => {
  const { timers, decryption, requests, seen, receive } = await setUp();
  receive(oldKey);
  receive(oldKey);
  expect([seen, requests, timers.pending, decryption.unreadSince]).toEqual([[1, 2], [], 0, null]);
});

it('asks for one new key for all waiting events, and keeps their order (4)', async () => {
  const { timers, decryption, requests, seen, unreadable, receive } = await setUp();
  const since = timers.now();
  receive(newKey);
  await timers.advance(1_000);
  receive(newKey);
  // It could be read at once, but has to wait for its turn.
  receive(oldKey);
  receive(newKey);
  expect([requests.length, seen, decryption.unreadSince]).toEqual([1, [], since]);
  requests[0]?.answer(withKey(newKey));
  await timers.settle();
  expect([requests.length, seen, timers.pending]).toEqual([1, [1, 2, 3, 4], 0]);
  expect(unreadable).toEqual([]);
  receive(newKey);
  expect(seen).toEqual([1, 2, 3, 4, 5]);
});

it('counts all events of an unanswered request as one gap after 10 s, and asks again for the next (7, 11)', async () => {
  const { timers, requests, seen, unreadable, receive } = await setUp();
  const since = timers.now();
  receive(newKey);
  await timers.advance(9_000);
  receive(newKey);
  await timers.advance(999);
  expect([unreadable, requests[0]?.signal.aborted]).toEqual([[], false]);
  await timers.advance(1);
  expect(unreadable).toMatchObject([{ event: 'event-1', since, error: { code: 'CK311' } }]);
  expect(requests[0]?.signal.aborted).toBe(true);

  receive(newKey);
  requests[0]?.answer(withKey(newKey));
  await timers.settle();
  expect([requests.length, seen]).toEqual([2, []]);
  requests[1]?.answer(withKey(newKey));
  await timers.advance(60_000);
  expect([seen, unreadable.length, timers.pending]).toEqual([[3], 1, 0]);
});

it('counts an event as one gap if the request fails or its key does not fit (7, 11)', async () => {
  const { timers, requests, unreadable, receive } = await setUp();
  const cause = new Error('no key');
  receive(newKey);
  requests[0]?.fail(cause);
  await timers.settle();
  expect(unreadable).toMatchObject([{ event: 'event-1', error: { code: 'CK311', cause } }]);
  receive(newKey);
  requests[1]?.answer(withKey(oldKey));
  await timers.advance(60_000);
  expect(unreadable.map(({ event }) => event)).toEqual(['event-1', 'event-2']);
});

it('drops what waits when it is cleared, and ignores the late answer (11, 15)', async () => {
  const { timers, decryption, requests, seen, unreadable, receive } = await setUp();
  receive(newKey);
  decryption.clear();
  expect([requests[0]?.signal.aborted, timers.pending, decryption.unreadSince]).toEqual([true, 0, null]);
  requests[0]?.answer(withKey(newKey));
  await timers.advance(60_000);
  receive(oldKey);
  expect([seen, unreadable]).toEqual([[2], []]);
});
