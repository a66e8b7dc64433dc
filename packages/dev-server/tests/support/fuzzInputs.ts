import fc from 'fast-check';

/** A WebSocket frame, or a request to the HTTP API, that nobody in their right mind would send. */
export type FuzzInput =
  | { kind: 'text'; text: string }
  | { kind: 'binary'; bytes: Uint8Array }
  | { kind: 'request'; method: string; path: string; body: string };

const word = fc.oneof(
  fc.constantFrom(
    'orders',
    'private-a',
    'presence-b',
    '#server-to-user-1',
    '__proto__',
    'cache-c',
    '',
    '../x',
  ),
  fc.string({ unit: 'binary', maxLength: 300 }),
);
const value = fc.oneof(word, fc.jsonValue({ maxDepth: 3 }), fc.constant('{"user_id":{}}'), fc.constant('[]'));
const event = fc.oneof(
  fc.constantFrom(
    'pusher:subscribe',
    'pusher:unsubscribe',
    'pusher:signin',
    'pusher:ping',
    'pusher:pong',
    'client-e',
  ),
  word,
);
const data = fc.oneof(
  value,
  fc.record({ channel: value, auth: value, channel_data: value, user_data: value }, { requiredKeys: [] }),
);
const frame = fc
  .record({ event, data, channel: value }, { requiredKeys: [] })
  .map((fields) => JSON.stringify(fields));

/** Cuts a text somewhere, so that it is nearly right. */
const truncated = fc
  .tuple(frame, fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([text, part]) => text.slice(0, Math.floor(text.length * part)));

const path = fc.oneof(
  fc.constantFrom(
    '/',
    '/apps',
    '/apps/test-app/events',
    '/apps/test-app/channels/x/users',
    '/app/test-key',
    '/channelkit/stream',
  ),
  fc.array(word, { maxLength: 5 }).map((parts) => `/${parts.map(encodeURIComponent).join('/')}`),
  fc.webPath().map((text) => `/apps/test-app${text}`),
);

export const fuzzInputs: fc.Arbitrary<FuzzInput> = fc.oneof(
  {
    weight: 60,
    arbitrary: fc.oneof(frame, truncated, word).map((text) => ({ kind: 'text' as const, text })),
  },
  { weight: 2, arbitrary: fc.uint8Array().map((bytes) => ({ kind: 'binary' as const, bytes })) },
  {
    weight: 20,
    arbitrary: fc.record({
      kind: fc.constant('request' as const),
      method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'),
      path: fc.tuple(path, fc.webQueryParameters()).map(([base, query]) => `${base}?${query}`),
      body: fc.oneof(frame, word),
    }),
  },
);
