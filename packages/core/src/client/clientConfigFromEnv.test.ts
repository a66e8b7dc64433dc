import { expect, it } from 'vitest';
import { clientConfigFromEnv } from './clientConfigFromEnv.ts';

it('returns null without a key', () => {
  expect(clientConfigFromEnv({ key: undefined })).toBeNull();
  expect(clientConfigFromEnv({ key: '  ', host: 'h' })).toBeNull();
});

it('reads every value, trimmed, and leaves out the empty ones', () => {
  const empty = { cluster: '', host: ' ', port: '', path: '', tls: '' };
  expect(clientConfigFromEnv({ key: ' k ', ...empty })).toEqual({ key: 'k' });
  const given = { key: 'k', cluster: 'eu', host: 'h', port: '6001', path: ' /realtime ', tls: 'false' };
  expect(clientConfigFromEnv(given)).toEqual({ ...given, port: 6001, path: '/realtime', tls: false });
});

it('reads the usual words for TLS, and ignores a port or TLS value that it cannot read', () => {
  for (const tls of ['true', '1', 'YES', 'on', 'https', true])
    expect(clientConfigFromEnv({ key: 'k', tls })).toEqual({ key: 'k', tls: true });
  for (const tls of ['false', '0', 'no', 'OFF', 'http', false])
    expect(clientConfigFromEnv({ key: 'k', tls })).toEqual({ key: 'k', tls: false });
  for (const port of ['x', '0', '70000', '80.5'])
    expect(clientConfigFromEnv({ key: 'k', port, tls: 'perhaps' })).toEqual({ key: 'k' });
});
