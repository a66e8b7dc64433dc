import { expect, it } from 'vitest';
import { readPusherError } from './closeReason.ts';

it.each([
  [1006, 'lost'],
  [4000, 'refused'],
  [4099, 'refused'],
  [4100, 'busy'],
  [4199, 'busy'],
  [4200, 'reconnect'],
  [4299, 'reconnect'],
  [4300, 'refused'],
  [4999, 'refused'],
])("reads close code %i as %s in both of pusher-js's shapes", (code, kind) => {
  const plain = { type: 'PusherError', data: { code, message: 'm' } };
  expect(readPusherError(plain)).toEqual({ kind, code, message: 'm' });
  expect(readPusherError({ type: 'WebSocketError', error: plain })).toEqual({ kind, code, message: 'm' });
});

it('reads an error without a code as a lost socket', () => {
  for (const error of [null, undefined, 'text', {}, { type: 'WebSocketError', error: { isTrusted: true } }])
    expect(readPusherError(error)).toEqual({ kind: 'lost', code: null, message: 'the socket closed' });
});

it('tells an unreadable frame and a bad handshake from a closed socket', () => {
  expect(readPusherError({ type: 'MessageParseError' })).toBeNull();
  expect(readPusherError({ type: 'HandshakeError' })).toMatchObject({ kind: 'handshake' });
});
