import fc from 'fast-check';

/** Malformed or extreme input: a WebSocket frame, raw bytes after the handshake, or a request to the HTTP API. */
export type FuzzInput =
  | { kind: 'text'; text: string }
  | { kind: 'binary'; bytes: Uint8Array }
  /** Sent with a valid signature, which takes it past the first check. */
  | { kind: 'signed'; event: 'pusher:subscribe' | 'pusher:signin'; channel: string; text: string }
  /** Written to TCP as it is. */
  | { kind: 'bytes'; chunks: Uint8Array[] }
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
/** JSON text nested up to 20,000 deep. */
const deepText = fc
  .tuple(fc.integer({ min: 1, max: 20_000 }), fc.constantFrom('[]', '{"a":}', '[[]'))
  .map(([depth, pair]) => pair.slice(0, -1).repeat(depth) + pair.slice(-1).repeat(depth));
/** Up to more than a frame may hold. */
const longText = fc
  .tuple(fc.constantFrom('x', '\u0000', 'é', '😀', '\ud800', '"', '\\'), fc.integer({ min: 0, max: 60_000 }))
  .map(([unit, count]) => unit.repeat(count));
const value = fc.oneof(
  { weight: 20, arbitrary: word },
  { weight: 1, arbitrary: deepText },
  { weight: 1, arbitrary: longText },
  { weight: 20, arbitrary: fc.jsonValue({ maxDepth: 5 }) },
  { weight: 10, arbitrary: fc.constantFrom('{"user_id":{}}', '[]') },
);
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

/** A frame with deep JSON in its place, not in a string. */
const deepFrame = fc
  .tuple(event, deepText)
  .map(([name, deep]) => `{"event":${JSON.stringify(name)},"channel":"private-a","data":${deep}}`);

/** An identity whose user_info is anything. */
const identity = fc
  .tuple(fc.oneof(word, fc.integer(), fc.constant('__proto__')), fc.oneof(fc.json({ maxDepth: 5 }), deepText))
  .map(
    ([id, info]) =>
      `{"id":${JSON.stringify(id)},"user_id":${JSON.stringify(id)},"user_info":${info},"watchlist":["1","a"]}`,
  );

/** WebSocket frames with any opcode, flag, length and encoding, in any fragmentation. */
const wireFrame = fc
  .record({
    first: fc.oneof(
      fc.constantFrom(0x01, 0x81, 0x00, 0x80, 0x88, 0x89, 0x8a),
      fc.integer({ min: 0, max: 255 }),
    ),
    second: fc.oneof(fc.constantFrom(0x80, 0x00), fc.constant(0x80)),
    payload: fc.uint8Array({ maxLength: 125 }),
  })
  .map(({ first, second, payload }) =>
    Uint8Array.from([first, second | payload.length, 0, 0, 0, 0, ...payload]),
  );

/** Truncates a text at a random place, so that it is nearly valid. */
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
    arbitrary: fc
      .oneof(
        { weight: 9, arbitrary: frame },
        { weight: 1, arbitrary: deepFrame },
        { weight: 5, arbitrary: truncated },
        { weight: 5, arbitrary: word },
      )
      .map((text) => ({ kind: 'text' as const, text })),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('signed' as const),
      event: fc.constantFrom('pusher:subscribe' as const, 'pusher:signin' as const),
      channel: fc.constantFrom('presence-a', 'private-a', 'private-encrypted-a', 'presence-cache-a'),
      text: fc.oneof(identity, word),
    }),
  },
  {
    weight: 5,
    arbitrary: fc
      .array(fc.oneof(wireFrame, fc.uint8Array()), { minLength: 1, maxLength: 5 })
      .map((chunks) => ({ kind: 'bytes' as const, chunks })),
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
