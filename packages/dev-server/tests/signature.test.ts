import { expect, it } from 'vitest';
import { channelAuthText, hmac, requestText, userAuthText } from '../src/protocol/signature.ts';

const secret = '7ad3773142a6692b25b8';

it.each([
  [
    'a private channel',
    channelAuthText('1234.1234', 'private-foobar'),
    '58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4',
  ],
  [
    'a presence channel',
    channelAuthText('1234.1234', 'presence-foobar', '{"user_id":10,"user_info":{"name":"Mr. Channels"}}'),
    '31935e7d86dba64c2a90aed31fdc61869f9b22ba9d8863bba239c03ca481bc80',
  ],
  [
    'a sign-in',
    userAuthText('1234.1234', '{"id":"12345"}'),
    '4708d583dada6a56435fb8bc611c77c359a31eebde13337c16ab43aa6de336ba',
  ],
  [
    'a request',
    requestText('POST', '/apps/3/events', {
      auth_timestamp: '1353088179',
      auth_key: '278d425bdf160c739803',
      body_md5: 'ec365a775a4cd0599faeb73354201b6f',
      auth_version: '1.0',
    }),
    'da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c',
  ],
])('signs %s as the public documentation does', (_, text, expected) => {
  expect(hmac(secret, text)).toBe(expected);
});
