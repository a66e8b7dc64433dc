import fc from 'fast-check';
import { expect, it } from 'vitest';
import { live, setStage, until } from './support/stage.ts';

const channels = ['orders', 'presence-room', 'private-encrypted-x', 'cache-price'];

const event = fc.oneof(
  fc.constantFrom(
    'a',
    'client-a',
    'pusher:ping',
    'pusher:pong',
    'pusher:error',
    'pusher:cache_miss',
    'pusher:signin_success',
    'pusher:subscription_error',
    'pusher:connection_established',
    'pusher_internal:subscription_succeeded',
    'pusher_internal:subscription_count',
    'pusher_internal:member_added',
    'pusher_internal:member_removed',
    'pusher_internal:watchlist_events',
    'pusher_internal:whatever',
    '__proto__',
    'constructor',
  ),
  fc.string(),
  fc.jsonValue(),
);

const data = fc.oneof(
  fc.jsonValue(),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.record(
    { presence: fc.jsonValue(), user_id: fc.jsonValue(), user_data: fc.jsonValue() },
    { requiredKeys: [] },
  ),
  fc.record(
    { events: fc.jsonValue(), subscription_count: fc.jsonValue(), code: fc.jsonValue() },
    { requiredKeys: [] },
  ),
  fc.record({
    nonce: fc.oneof(fc.base64String(), fc.jsonValue()),
    ciphertext: fc.oneof(fc.base64String(), fc.jsonValue()),
  }),
);

const frame = fc
  .record(
    {
      event,
      channel: fc.oneof(
        fc.constantFrom(...channels, '#server-to-user-7', 'toString'),
        fc.string(),
        fc.jsonValue(),
      ),
      data,
      user_id: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  .map((value) => JSON.stringify(value));

const text = fc.oneof({ weight: 9, arbitrary: frame }, fc.string(), fc.json());

it('never throws and keeps working, whatever a server sends (12)', async () => {
  const { client, server } = await setStage();
  const leases = channels.map((channel) => client.acquire(channel));
  await Promise.all(leases.map(live));
  client.user.on('a', () => {});
  client.user.onWatchlist(() => {});
  for (const lease of leases) {
    lease.on('*', () => {});
    lease.members.subscribe(() => {});
  }
  const frames = fc.sample(text, 2_000);
  for (const each of frames) server.malformed({ frame: each });

  // All of them have arrived when an event sent after them has.
  const done = client.acquire('done');
  await live(done);
  let isDone = false;
  done.on('done', () => {
    isDone = true;
  });
  server.trigger('done', 'done', 1);
  await until(() => isDone);
  expect(client.inspect().counters.invalid).toBeGreaterThan(100);
  expect(server.counters().connections).toBe(1);

  const seen: unknown[] = [];
  const fresh = client.acquire('fresh');
  fresh.on('a', (value) => seen.push(value));
  await live(fresh);
  server.trigger('fresh', 'a', 1);
  await until(() => seen.length === 1);
});
