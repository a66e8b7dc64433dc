import { beforeEach, expect, it, vi } from 'vitest';
import { requireTrusted } from './requireTrusted.ts';

const write = (headers: Record<string, string>) =>
  new Request('http://demo.test/api/session', { method: 'POST', headers });

beforeEach(() => {
  vi.stubEnv('DEMO_HOST', '127.0.0.1');
  return () => vi.unstubAllEnvs();
});

it.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'localhost'])(
  'a write under %s is taken (14)',
  (host) => {
    expect(() => requireTrusted(write({ host, origin: `http://${host}` }))).not.toThrow();
  },
);

it.each(['evil.example:3000', 'localhost.evil.example', '127.0.0.1.evil.example', ''])(
  'a write under %j is refused on loopback, though its origin is the same (14)',
  (host) => {
    expect(() => requireTrusted(write({ host, origin: `http://${host}` }))).toThrow(
      'The demo accepts changes under localhost only.',
    );
  },
);

it.each([{ DEMO_HOST: '0.0.0.0' }, { DEMO_HTTPS: '1' }])(
  'any name is taken with %j, which others reach by names of their own',
  (env) => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    expect(() =>
      requireTrusted(write({ host: 'demo.example', origin: 'https://demo.example' })),
    ).not.toThrow();
  },
);
