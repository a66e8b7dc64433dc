import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { type DevServer, startDevServer } from '../src/index.ts';
import { signedQuery } from '../src/protocol/signature.ts';
import { openRaw } from './support/rawSocket.ts';
import { app, startTestServer } from './support/testServer.ts';

const path = `/apps/${app.id}/channels`;

/** The status of a signed request; `fetch` does not let a caller choose the Host header. */
function apiStatus(server: DevServer, headers: Record<string, string>): Promise<number | undefined> {
  const query = signedQuery(app, { method: 'GET', path });
  return new Promise((resolve, reject) => {
    request({ host: server.host, port: server.port, path: `${path}?${query}`, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

function openFrom(server: DevServer, headers: Record<string, string>) {
  return openRaw(server, undefined, { headers });
}

describe('a socket', () => {
  it.each([
    ['of no web page', {}],
    ['of a page on localhost', { origin: 'http://localhost:3000' }],
    ['of a page on a subdomain of localhost', { origin: 'https://shop.localhost' }],
    ['of a page on 127.0.0.1', { origin: 'http://127.0.0.1:5173' }],
    ['of a page on ::1', { origin: 'http://[::1]:5173' }],
    ['of a listed page', { origin: 'https://shop.test' }],
    ['opened at localhost', { host: 'localhost:6001' }],
  ])('%s is accepted', async (_, headers) => {
    const server = await startTestServer({ cors: ['https://shop.test'] });
    const { event } = await openFrom(server, headers).frame('pusher:connection_established');
    expect(event).toBe('pusher:connection_established');
  });

  it.each([
    ['of another web page', { origin: 'https://evil.example' }],
    ['of a page that only looks local', { origin: 'https://localhost.evil.example' }],
    ['of a page without an origin of its own', { origin: 'null' }],
    ['of a page at another machine', { origin: 'http://192.168.1.5:3000' }],
    ['opened at a rebound DNS name', { host: 'evil.example:6001', origin: 'http://evil.example:6001' }],
    ['opened at a rebound DNS name without an origin', { host: 'evil.example' }],
  ])('%s is closed with 4009, and observers learn the cause (14)', async (_, headers) => {
    const server = await startTestServer();
    const refused: unknown[] = [];
    server.observe((event) => event.type === 'refused' && refused.push(event));
    const raw = openFrom(server, headers);
    expect(await raw.closed).toBe(4009);
    expect(raw.frames.map(({ event }) => event)).toEqual(['pusher:error']);
    expect(refused).toMatchObject([headers]);
    expect(server.connections()).toEqual([]);
  });

  it('of any page is accepted with "*"', async () => {
    const server = await startTestServer({ cors: ['*'] });
    await openFrom(server, { origin: 'https://evil.example' }).frame('pusher:connection_established');
    expect(server.connections()).toHaveLength(1);
  });

  it('of a page on the same machine is accepted where the server listens beyond loopback', async () => {
    const server = await startTestServer({ host: '0.0.0.0' });
    const headers = { host: '192.168.1.5:6001', origin: 'http://192.168.1.5:3000' };
    await openFrom(server, headers).frame('pusher:connection_established');
    expect(await openFrom(server, { ...headers, origin: 'http://192.168.1.6' }).closed).toBe(4009);
    const rebound = { host: 'evil.example:6001', origin: 'http://evil.example:6001' };
    expect(await openFrom(server, rebound).closed).toBe(4009);
  });
});

describe('the HTTP API', () => {
  it.each([
    ['a local name', 200, { host: 'localhost:6001' }],
    ['a rebound DNS name', 403, { host: 'evil.example:6001' }],
    ['no name of a browser', 200, {}],
    ['a web page', 403, { origin: 'http://evil.example' }],
  ])('asked by %s is answered %i (14)', async (_, status, headers) => {
    expect(await apiStatus(await startTestServer(), headers)).toBe(status);
  });
});

describe('the secret', () => {
  it('of the default app is its own where the server listens beyond loopback', async () => {
    const servers = [await startDevServer({ host: '0.0.0.0' }), await startDevServer({ host: '0.0.0.0' })];
    const secrets = servers.map((server) => server.apps[0]?.secret ?? '');
    await Promise.all(servers.map((server) => server.stop()));
    expect(new Set(secrets).size).toBe(2);
    for (const secret of secrets) expect(secret).toMatch(/^[\w-]{32,}$/);
  });

  it('of the default app is the documented one on loopback, and its id is a number', async () => {
    const server = await startDevServer();
    await server.stop();
    expect(server.apps).toEqual([{ id: '1', key: 'app-key', secret: 'app-secret' }]);
  });
});
