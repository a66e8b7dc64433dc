import { request } from 'node:http';
import { expect, it } from 'vitest';
import type { DevServer } from '../src/index.ts';
import { connected, createClient, nextEvent } from './support/clients.ts';
import { startTestServer } from './support/testServer.ts';

async function loadPage(server: DevServer): Promise<{ html: string; token: string; response: Response }> {
  const response = await fetch(`${server.url}/`);
  const html = await response.text();
  return { html, response, token: /"token":"([^"]+)"/.exec(html)?.[1] ?? '' };
}

/** `fetch` does not let a caller choose the Host header. */
function statusWith(
  server: DevServer,
  path: string,
  headers: Record<string, string>,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ host: server.host, port: server.port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

it('serves one document without an outside asset, under a policy that allows none', async () => {
  const { html, response } = await loadPage(await startTestServer());
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(html).not.toMatch(/(src|href)="(?!data:)/);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(html).not.toContain('test-secret');
});

it('sends an event from the page', async () => {
  const server = await startTestServer();
  const { token } = await loadPage(server);
  const channel = createClient(server).subscribe('orders');
  await nextEvent(channel, 'pusher:subscription_succeeded');
  const received = nextEvent(channel, 'order.created');
  const response = await fetch(`${server.url}/channelkit/trigger`, {
    method: 'POST',
    headers: { 'x-channelkit-token': token },
    body: JSON.stringify({ app: 'test-app', channel: 'orders', event: 'order.created', data: '{"id":1}' }),
  });
  expect(response.status).toBe(200);
  expect(await received).toEqual({ id: 1 });
});

it('shows connections, channels and events live', async () => {
  const server = await startTestServer();
  const { token } = await loadPage(server);
  const stop = new AbortController();
  const response = await fetch(`${server.url}/channelkit/stream?token=${token}`, { signal: stop.signal });
  let text = '';
  const reading = response.body
    ?.pipeThrough(new TextDecoderStream())
    .pipeTo(
      new WritableStream({
        write: (chunk) => {
          text += chunk;
        },
      }),
    )
    .catch(() => {});
  const client = createClient(server);
  client.subscribe('orders');
  await connected(client);
  server.trigger('orders', 'order.created', { id: '<b>' });
  await expect.poll(() => text).toContain('"event":"order.created"');
  await expect.poll(() => text).toContain(client.connection.socket_id);
  await expect.poll(() => text).toContain('"name":"orders"');
  stop.abort();
  await reading;
});

it.each([
  ['a rebound DNS name', '/', { host: 'evil.example' }],
  ['another origin', '/', { origin: 'http://evil.example' }],
  ["another site's script", '/', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  ['a stream without the token', '/channelkit/stream', {}],
  ['a stream with a wrong token', '/channelkit/stream?token=guess', {}],
])('refuses %s with 403 (14)', async (_, path, headers) => {
  expect(await statusWith(await startTestServer(), path, headers)).toBe(403);
});

it('refuses to send an event without the token (14)', async () => {
  const server = await startTestServer();
  const body = JSON.stringify({ app: 'test-app', channel: 'orders', event: 'x', data: '1' });
  expect((await fetch(`${server.url}/channelkit/trigger`, { method: 'POST', body })).status).toBe(403);
  expect(server.counters().published).toBe(0);
});

it('reflects nothing of a request into markup (14)', async () => {
  const server = await startTestServer();
  for (const path of ['/<script>', '/apps/<script>/events', '/%3Cscript%3E', '/?<script>']) {
    const response = await fetch(server.url + path);
    expect(await response.text()).not.toMatch(/<script>$|%3Cscript/i);
  }
});

it('is not served when it is switched off', async () => {
  const server = await startTestServer({ page: false });
  expect((await fetch(`${server.url}/`)).status).toBe(404);
});
