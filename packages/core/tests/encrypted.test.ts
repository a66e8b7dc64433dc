import { expect, it } from 'vitest';
import type { AuthorizationData } from '../src/options.ts';
import { gapsOf, liveBench, sharedBench, soon } from './support/setup.ts';

const name = 'private-encrypted-x';
const otherKey = `${'N'.repeat(43)}=`;

it('authorizes once, asks for the key again when the server has a new one, and keeps the order (3, 4)', async () => {
  const { server, auth, timers, lease } = await liveBench(name);
  const seen: unknown[] = [];
  lease.on('a', (data) => seen.push(data));
  const gaps = gapsOf(lease);
  server.trigger(name, 'a', { n: 1 });
  await timers.advance(soon);
  expect(seen).toEqual([{ n: 1 }]);
  expect(auth.requests).toHaveLength(1);
  server.rooms.secrets.set(name, otherKey);
  auth.answer({ data: { auth: 'x', shared_secret: otherKey } });
  for (const n of [2, 3]) server.trigger(name, 'a', { n });
  await timers.advance(30_000);
  expect(seen).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  expect([auth.requests.length, gaps]).toEqual([2, []]);
});

/** A live encrypted channel whose server has changed the key, and the requests for it. */
async function rekeyedBench() {
  const made = await liveBench(name);
  const requests: { signal: AbortSignal; answer(): void }[] = [];
  const authorize = ({ signal }: { signal: AbortSignal }) =>
    new Promise<AuthorizationData>((resolve) => {
      requests.push({ signal, answer: () => resolve({ auth: 'x', shared_secret: otherKey }) });
    });
  made.client.configure({ auth: { authorize } });
  made.server.rooms.secrets.set(name, otherKey);
  const seen: unknown[] = [];
  made.lease.on('a', (data) => seen.push(data));
  const send = async (n: number, wait = 100) => {
    made.server.trigger(name, 'a', n);
    await made.timers.advance(wait);
  };
  return { ...made, requests, seen, send, gaps: gapsOf(made.lease) };
}

it('reports one gap when a new key does not arrive within 10 s, and moves liveSince (7, 11)', async () => {
  const { lease, requests, seen, send, gaps, timers } = await rekeyedBench();
  const since = timers.now();
  const { liveSince } = lease.status.getSnapshot();
  await send(1, 9_000);
  await send(2, 900);
  expect(gaps).toEqual([]);
  await timers.advance(200);
  expect(gaps).toEqual([{ channel: name, since, reason: 'payload' }]);
  expect(lease.status.getSnapshot().liveSince).toBeGreaterThan(liveSince as number);
  await send(3);
  requests[1]?.answer();
  await send(4, 30_000);
  expect([seen, gaps.length]).toEqual([[3, 4], 1]);
});

it('ignores a new key for a channel that was lost or released meanwhile (11, 15)', async () => {
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
  expect([seen, timers.pending]).toEqual([[], 0]);
});

it("reports each unreadable event on the application's instance, also after a late key (7)", async () => {
  let answer = () => {};
  let isOld = true;
  const { client, server, timers } = await sharedBench(name, async (data) => {
    if (isOld) return data;
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return { ...data, shared_secret: otherKey };
  });
  const lease = client.acquire(name);
  await timers.advance(soon);
  const gaps = gapsOf(lease);
  const seen: unknown[] = [];
  lease.on('a', (data) => seen.push(data));
  isOld = false;
  server.rooms.secrets.set(name, otherKey);
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
