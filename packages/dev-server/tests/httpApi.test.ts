import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { DevServer } from '../src/index.ts';
import { md5, signedQuery } from '../src/protocol/signature.ts';
import { createClient, createPublisher, nextEvent } from './support/clients.ts';
import { app, startTestServer } from './support/testServer.ts';

const path = `/apps/${app.id}/events`;
const body = JSON.stringify({ name: 'e', channels: ['orders'], data: '1' });

function post(server: DevServer, query: string, sent = body): Promise<Response> {
  return fetch(`${server.url}${path}?${query}`, { method: 'POST', body: sent });
}

/** A valid query with changed parameters. */
function tampered(change: (query: URLSearchParams) => void): string {
  const query = new URLSearchParams(signedQuery(app, { method: 'POST', path, body }));
  change(query);
  return query.toString();
}

describe('a request', () => {
  it('with a valid signature is accepted', async () => {
    const response = await post(await startTestServer(), signedQuery(app, { method: 'POST', path, body }));
    expect([response.status, await response.text()]).toEqual([200, '{}']);
  });

  it.each([
    ['no signature', tampered((query) => query.delete('auth_signature')), 'are required'],
    [
      'a wrong signature',
      tampered((query) => query.set('auth_signature', '0'.repeat(64))),
      'auth_signature is not valid',
    ],
    ['a key of another app', tampered((query) => query.set('auth_key', 'other')), 'auth_key does not belong'],
    ['another version', tampered((query) => query.set('auth_version', '2.0')), 'auth_version must be 1.0'],
    [
      'a parameter that was not signed',
      tampered((query) => query.set('info', 'user_count')),
      'auth_signature is not valid',
    ],
  ])('with %s is answered 401 (14)', async (_, query, reason) => {
    const response = await post(await startTestServer(), query);
    expect(response.status).toBe(401);
    expect(await response.text()).toContain(reason);
  });

  it('with a changed body is answered 401', async () => {
    const response = await post(
      await startTestServer(),
      tampered(() => {}),
      body.replace('1', '2'),
    );
    expect([response.status, await response.text()]).toEqual([401, 'body_md5 is not the MD5 of the body\n']);
  });

  it('replayed after ten minutes is answered 401', async () => {
    const old = signedQuery(app, { method: 'POST', path, body, now: Date.now() - 601_000 });
    const response = await post(await startTestServer(), old);
    expect([response.status, await response.text()]).toEqual([
      401,
      "auth_timestamp is not within 600 s of this server's clock\n",
    ]);
  });

  it('to a disabled app is answered 403, to an unknown one 404', async () => {
    const disabled = await startTestServer({ apps: [{ ...app, enabled: false }] });
    expect(
      (
        await post(
          disabled,
          tampered(() => {}),
        )
      ).status,
    ).toBe(403);
    expect((await fetch(`${disabled.url}/apps/nobody/events`, { method: 'POST', body })).status).toBe(404);
  });

  it.each([300_000, 20_000_000])('of %i bytes is answered 413', async (size) => {
    const server = await startTestServer();
    const response = await post(
      server,
      tampered(() => {}),
      'x'.repeat(size),
    );
    expect(response.status).toBe(413);
  });

  it('of 300 kB without a length is answered 413', async () => {
    const server = await startTestServer();
    const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`;
    const head = `POST ${path} HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n`;
    expect(await rawStatus(server, `${head}${chunk.repeat(10)}0\r\n\r\n`)).toBe('413');
  });

  it('may carry a user id that needs escaping', async () => {
    const server = await startTestServer();
    const response = await createPublisher(server).terminateUserConnections('zoë ada');
    expect(response.status).toBe(200);
  });

  it.each(['/apps/%ZZ/events', '/apps/test-app/events?a=%', '/apps/test-app/events?a=1&a=2'])(
    'with a malformed URL %s is answered 400',
    async (target) => {
      const server = await startTestServer();
      expect((await fetch(server.url + target, { method: 'POST', body })).status).toBe(400);
    },
  );

  it.each([
    '/../etc/passwd',
    '//apps/test-app/events',
    '/apps//events',
    '/apps/test-app%2Fevents',
    '/APPS/test-app/events',
  ])('with a crafted path, %s, is answered 404 or 401', async (target) => {
    const server = await startTestServer();
    expect(
      await rawStatus(server, `POST ${target} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n`),
    ).toMatch(/40[14]/);
  });

  it('whose body arrives too slowly is answered 408, and others are served meanwhile', async () => {
    const server = await startTestServer({ requestTimeout: 100 });
    const slow = rawStatus(
      server,
      `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\n{`,
    );
    await createPublisher(server).trigger('orders', 'e', 1);
    expect(await slow).toBe('408');
  });

  it('that is not HTTP is answered 400', async () => {
    expect(await rawStatus(await startTestServer(), 'HELLO\r\n\r\n')).toBe('400');
  });
});

function rawStatus(server: DevServer, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(server.port, server.host, () => socket.write(text));
    socket.on('data', (chunk) => {
      answer += chunk;
      socket.end();
    });
    socket.on('close', () => resolve(answer.split(' ')[1] ?? ''));
    socket.on('error', reject);
  });
}

describe('info', () => {
  it.each([
    ['/channels', { info: 'nonsense' }],
    ['/channels/orders', { info: 'user_count' }],
    ['/channels/presence-room', { info: 'subscription_count' }],
    ['/channels/orders', { info: 'cache' }],
    ['/channels/orders', { info: 'nonsense' }],
    ['/channels/orders/users', {}],
  ])('is answered 400 where it can never apply: %s %o', async (target, params) => {
    const publisher = createPublisher(await startTestServer());
    await expect(publisher.get({ path: target, params })).rejects.toMatchObject({ status: 400 });
  });

  it('of a trigger with an unknown attribute is answered 400, and nothing is sent', async () => {
    const server = await startTestServer();
    const trigger = createPublisher(server).trigger('orders', 'e', 1, { info: 'nonsense' });
    await expect(trigger).rejects.toMatchObject({ status: 400 });
    expect(server.counters().published).toBe(0);
  });

  it('of triggers, batches and lists leaves out what a kind of channel does not have', async () => {
    const server = await startTestServer();
    for (const name of ['orders', 'presence-room', 'cache-price']) {
      await nextEvent(createClient(server).subscribe(name), 'pusher:subscription_succeeded');
    }
    const publisher = createPublisher(server);
    const info = 'user_count,subscription_count,cache';
    const names = ['orders', 'presence-room', 'cache-price'];
    const cache = { data: '1', ttl: 1800 };
    const expected = {
      orders: { subscription_count: 1 },
      'presence-room': { user_count: 1 },
      'cache-price': { subscription_count: 1, cache },
    };
    const triggered = await publisher.trigger(names, 'e', 1, { info });
    expect(await triggered.json()).toEqual({ channels: expected });
    const listed = await publisher.get({ path: '/channels', params: { info } });
    expect(await listed.json()).toEqual({ channels: expected });
    const batch = names.map((channel) => ({ channel, name: 'e', data: 1, info }));
    const sent = await publisher.triggerBatch(batch);
    expect(await sent.json()).toEqual({ batch: names.map((name) => Reflect.get(expected, name)) });
    expect(server.counters().published).toBe(6);
  });

  it('may contain spaces, knows no count where counts are off, and respects the prefix of a list', async () => {
    const server = await startTestServer({ apps: [{ ...app, subscriptionCount: false }] });
    for (const name of ['orders', 'presence-room']) {
      await nextEvent(createClient(server).subscribe(name), 'pusher:subscription_succeeded');
    }
    const publisher = createPublisher(server);
    const params = { info: 'user_count, subscription_count', filter_by_prefix: 'presence-' };
    const listed = await publisher.get({ path: '/channels', params });
    expect(await listed.json()).toEqual({ channels: { 'presence-room': { user_count: 1 } } });
    const one = publisher.get({ path: '/channels/orders', params: { info: 'subscription_count' } });
    await expect(one).rejects.toMatchObject({ status: 400 });
  });
});

describe('CORS', () => {
  const preflight = (server: DevServer, origin: string) =>
    fetch(`${server.url}${path}`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });

  it('is closed unless an origin is listed', async () => {
    const response = await preflight(await startTestServer(), 'http://localhost:3000');
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });

  it('is open to the listed origins only', async () => {
    const server = await startTestServer({ cors: ['http://localhost:3000'] });
    const allowed = await preflight(server, 'http://localhost:3000');
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([
      204,
      'http://localhost:3000',
    ]);
    expect((await preflight(server, 'http://evil.example')).status).toBe(403);
    expect(allowed.headers.get('vary')).toBe('Origin');
  });
});

it('carries out nothing for a page of a foreign origin, even when it is signed (14)', async () => {
  const server = await startTestServer();
  const sign = (target: string) =>
    `${server.url}${target}?${signedQuery(app, { method: 'POST', path: target, body })}`;
  for (const target of [path, `/apps/${app.id}/faults`]) {
    const response = await fetch(sign(target), {
      method: 'POST',
      body,
      headers: { origin: 'http://evil.example' },
    });
    expect(response.status).toBe(403);
  }
  const listed = await startTestServer({ cors: ['http://localhost:3000'] });
  const target = `/apps/${app.id}/faults`;
  const query = signedQuery(app, { method: 'GET', path: target });
  const response = await fetch(`${listed.url}${target}?${query}`, {
    headers: { origin: 'http://localhost:3000' },
  });
  expect([response.status, await response.text()]).toEqual([
    403,
    'Faults cannot be controlled from a browser\n',
  ]);
});

it('requires no body_md5 for an empty body, as libraries do', () => {
  expect(signedQuery(app, { method: 'GET', path })).not.toContain('body_md5');
  expect(md5('')).toBe('d41d8cd98f00b204e9800998ecf8427e');
});
