import { expect, it } from 'vitest';
import {
  createFakePusher,
  createManualTimers,
  createTestClient,
  type FakePusher,
  FakeServer,
} from '../src/testing/index.ts';
import { gapsOf, soon, statusOf } from './support/setup.ts';

/** A client whose pusher-js can be made to forget that it was told to leave a channel, as another version might. */
function forgetfulBench({ isInstance = false } = {}) {
  const timers = createManualTimers();
  const server = new FakeServer({ timers });
  const { Pusher } = createFakePusher({ server });
  const memory = { isLost: false };
  class Forgetful extends Pusher {
    override unsubscribe(name: string): void {
      if (!memory.isLost) super.unsubscribe(name);
    }
  }
  const made = createTestClient({ server, timers, grace: 0 });
  const options = { ...made.options, pusher: Forgetful };
  const own = isInstance ? new Forgetful(options.key, { cluster: 'test' } as never) : null;
  const { client } = createTestClient({ ...options, server, ...(own && { pusher: own }) });
  const pusher = () => Pusher.instances[0] as FakePusher;
  return { client, server, timers, memory, pusher };
}

it.each([
  { who: 'our own instance', isInstance: false },
  { who: "the application's instance", isInstance: true },
])(
  'takes what $who kept of a lost socket, and nobody holds, out on the next one: no frame brings a ghost back (2)',
  async ({ isInstance }) => {
    const { client, server, timers, memory, pusher } = forgetfulBench({ isInstance });
    const keep = client.acquire('keep');
    const gone = client.acquire('orders');
    await timers.advance(soon);
    memory.isLost = true;
    server.drop();
    await timers.advance(soon);
    gone.release();
    await timers.advance(soon);
    memory.isLost = false;
    expect(pusher().channel('orders')).toBeDefined();

    await timers.advance(2_000);
    expect(statusOf(keep)).toBe('subscribed');
    expect(
      pusher()
        .allChannels()
        .map(({ name }) => name),
    ).toEqual(['keep']);
    expect(server.received('pusher:subscribe', 'orders')).toHaveLength(1);
  },
);

it('subscribes anew what is still held, where pusher-js kept it over a drop (2, 7)', async () => {
  const { client, server, timers, memory } = forgetfulBench();
  const lease = client.acquire('orders');
  const gaps = gapsOf(lease);
  await timers.advance(soon);
  memory.isLost = true;
  server.drop();
  await timers.advance(soon);
  memory.isLost = false;
  await timers.advance(2_000);
  expect(statusOf(lease)).toBe('subscribed');
  expect(gaps).toHaveLength(1);
  expect(server.received('pusher:subscribe', 'orders')).toHaveLength(2);
  lease.release();
  await timers.advance(soon);
  expect(server.subscribers('orders')).toHaveLength(0);
});

it('leaves the channels that the application opened by itself as they are, held here for a while or not (2)', async () => {
  const { client, server, timers, pusher } = forgetfulBench({ isInstance: true });
  const theirs = ['theirs', 'shared'].map((name) => pusher().subscribe(name));
  await timers.advance(soon);
  const leases = ['orders', 'shared'].map((name) => client.acquire(name));
  const keep = client.acquire('keep');
  await timers.advance(soon);
  server.drop();
  await timers.advance(2_000);
  for (const lease of leases) lease.release();
  await timers.advance(soon);
  expect(['theirs', 'shared'].map((name) => pusher().channel(name))).toEqual(theirs);
  const subscribed = ['theirs', 'shared', 'orders'].map((name) => server.subscribers(name).length);
  expect(subscribed).toEqual([1, 1, 0]);
  keep.release();
});
