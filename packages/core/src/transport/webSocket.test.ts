import { expect, it } from 'vitest';
import { socketUrl } from './webSocket.ts';

const query = 'protocol=7&client=channelkit&version=1&flash=false';

it.each([
  [{ cluster: 'eu' }, `wss://ws-eu.pusher.com/app/k?${query}`],
  [{}, `wss://ws-mt1.pusher.com/app/k?${query}`],
  [{ host: 'h', cluster: 'eu' }, `wss://h/app/k?${query}`],
  [{ host: 'h', port: 6001, tls: false }, `ws://h:6001/app/k?${query}`],
  [{ host: 'h', path: '/realtime' }, `wss://h/realtime/app/k?${query}`],
  [{ host: 'h', path: 'a/b/' }, `wss://h/a/b/app/k?${query}`],
  [{ host: 'h', path: '/' }, `wss://h/app/k?${query}`],
])('socketUrl builds the address of %j', (config, url) => {
  expect(socketUrl({ key: 'k', ...config })).toBe(url);
});

it('socketUrl escapes the key', () => {
  expect(socketUrl({ key: 'a/b?c' })).toContain('/app/a%2Fb%3Fc?');
});
