import { beforeEach, expect, it, vi } from 'vitest';
import { contentSecurityPolicy } from './contentSecurityPolicy.ts';
import { followPage } from './followPage.ts';

const config = { key: 'app-key', cluster: '', host: '127.0.0.1', port: 6001, tls: false };

beforeEach(() => {
  vi.stubEnv('DEMO_SOCKET_FOLLOWS_PAGE', '1');
  vi.stubEnv('PUSHER_HOST', '127.0.0.1');
  return () => vi.unstubAllEnvs();
});

it.each([
  ['demo.local:3000', 'demo.local'],
  ['192.168.1.7', '192.168.1.7'],
  ['[fe80::1]:3000', '[fe80::1]'],
])('a page under %s finds the socket under %s', (host, expected) => {
  expect(followPage(config, host).host).toBe(expected);
});

it.each(['x;script-src', 'x;sandbox:3000', 'x, y', 'x y', 'x*', "'unsafe-inline'", 'x/y', 'a@b', '', null])(
  'a Host header of %j adds nothing to the policy (14)',
  (host) => {
    const followed = followPage(config, host);
    expect(followed.host).toBe('127.0.0.1');
    const policy = contentSecurityPolicy('nonce', { ...followed, tls: false }, false);
    expect(policy).toBe(contentSecurityPolicy('nonce', config, false));
  },
);

it('a configured host that is no host name adds nothing to the policy either (14)', () => {
  const policy = contentSecurityPolicy('nonce', { host: 'x; script-src *', tls: true }, false);
  expect(policy).not.toContain('script-src *');
});
