import { expect, it } from 'vitest';
import type { AuthorizationData } from '../src/options.ts';
import { createFakePusher, createManualTimers, createTestClient, FakeServer } from '../src/testing/index.ts';
import { bench, gapsOf, liveBench, sharedBench, soon, statusOf } from './support/setup.ts';

it('decrypts, authorises once, and takes a new key when the old one does not fit', async () => {
  const { client, server, auth, timers } = await liveBench('private-encrypted-x');
  const lease = client.acquire('private-encrypted-x');
  const seen: unknown[] = [];
  lease.on('a', (data) => seen.push(data));
  server.trigger('private-encrypted-x', 'a', { n: 1 });
  await timers.advance(soon);
  expect(seen).toEqual([{ n: 1 }]);
  expect(auth.requests).toHaveLength(1);
  const key = `${'N'.repeat(43)}=`;
  server.rooms.secrets.set('private-encrypted-x', key);
  auth.answer({ data: { auth: 'x', shared_secret: key } });
  server.trigger('private-encrypted-x', 'a', { n: 2 });
  await timers.advance(soon);
  expect(seen).toEqual([{ n: 1 }, { n: 2 }]);
  server.trigger('private-encrypted-x', 'a', { n: 3 });
  await timers.advance(30_000);
  expect(seen).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  expect(auth.requests).toHaveLength(2);
});

/** A live encrypted channel whose server has taken another key, and the requests for it. */
async function rekeyedBench() {
  const made = await liveBench('private-encrypted-x');
  const key = `${'N'.repeat(43)}=`;
  const requests: { signal: AbortSignal; answer(): void }[] = [];
  const authorize = ({ signal }: { signal: AbortSignal }) =>
    new Promise<AuthorizationData>((resolve) => {
      requests.push({ signal, answer: () => resolve({ auth: 'x', shared_secret: key }) });
    });
  made.client.configure({ auth: { authorize } });
  made.server.rooms.secrets.set('private-encrypted-x', key);
  const seen: unknown[] = [];
  made.lease.on('a', (data) => seen.push(data));
  const send = async (n: number, wait = 100) => {
    made.server.trigger('private-encrypted-x', 'a', n);
    await made.timers.advance(wait);
  };
  return { ...made, requests, seen, send, gaps: gapsOf(made.lease) };
}

it('asks for one new key for all events that wait for it, and tells them in their order (3, 4)', async () => {
  const { requests, seen, send, gaps } = await rekeyedBench();
  for (const n of [1, 2, 3]) await send(n);
  expect([requests.length, seen]).toEqual([1, []]);
  requests[0]?.answer();
  await send(4, 30_000);
  expect(requests).toHaveLength(1);
  expect(seen).toEqual([1, 2, 3, 4]);
  expect(gaps).toEqual([]);
});

it('gives up a key that is not answered within 10 s, tells the gap, and asks anew for the next event (7, 11)', async () => {
  const { requests, seen, send, gaps } = await rekeyedBench();
  await send(1, 9_000);
  await send(2, 900);
  expect([gaps.length, requests[0]?.signal.aborted]).toEqual([0, false]);
  await send(3, 200);
  expect([gaps.length, requests[0]?.signal.aborted]).toEqual([1, true]);
  await send(4);
  expect(requests).toHaveLength(2);
  requests[0]?.answer();
  await send(5);
  expect(seen).toEqual([]);
  requests[1]?.answer();
  await send(6, 30_000);
  expect([seen, gaps.length]).toEqual([[4, 5, 6], 1]);
});

it('throws away a key for a channel that was lost or given back meanwhile (11, 15)', async () => {
  const { lease, requests, seen, send, server, timers } = await rekeyedBench();
  await send(1);
  server.drop();
  expect(requests[0]?.signal.aborted).toBe(true);
  await timers.advance(5_000);
  requests[1]?.answer();
  await timers.advance(soon);
  lease.release();
  requests[0]?.answer();
  await timers.advance(10_000);
  expect(seen).toEqual([]);
});

it('says which build encrypted channels need', async () => {
  const timers = createManualTimers();
  const server = new FakeServer({ timers });
  const { Pusher } = createFakePusher({ server, encryption: false });
  const { client } = createTestClient({ timers, server, pusher: Pusher });
  const lease = client.acquire('private-encrypted-x');
  const other = client.acquire('private-orders');
  await timers.advance(soon);
  expect(lease.status.getSnapshot()).toMatchObject({
    status: 'failed',
    reason: 'no cipher is loaded',
    error: { code: 'CK309', remedy: "Pass `pusher: () => import('pusher-js/with-encryption')`." },
  });
  expect(statusOf(other)).toBe('subscribed');
});

it('leaves the answer of the back end as it is, out of which pusher-js takes the secret', async () => {
  const { client, server, auth, timers } = bench();
  client.configure({ auth: { authorize: async (request) => Object.freeze(await auth.authorize(request)) } });
  const lease = client.acquire('private-encrypted-x');
  for (let round = 0; round < 3; round += 1) {
    await timers.advance(5_000);
    expect(statusOf(lease)).toBe('subscribed');
    server.drop();
  }
});

it('notices the next event that cannot be read, though one that was given up was read later (7)', async () => {
  const name = 'private-encrypted-x';
  let answer = () => {};
  let isOld = true;
  const { client, server, timers } = await sharedBench(name, async (data) => {
    if (isOld) return data;
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return { ...data, shared_secret: `${'N'.repeat(43)}=` };
  });
  const lease = client.acquire(name);
  await timers.advance(soon);
  const gaps = gapsOf(lease);
  const seen: unknown[] = [];
  lease.on('a', (data) => seen.push(data));
  isOld = false;
  server.rooms.secrets.set(name, `${'N'.repeat(43)}=`);
  server.trigger(name, 'a', 1);
  await timers.advance(10_500);
  expect([gaps.length, seen]).toEqual([1, []]);
  answer();
  await timers.advance(soon);
  expect(seen).toEqual([1]);
  server.rooms.secrets.set(name, `${'O'.repeat(43)}=`);
  server.trigger(name, 'a', 2);
  await timers.advance(10_500);
  expect(gaps).toHaveLength(2);
});
