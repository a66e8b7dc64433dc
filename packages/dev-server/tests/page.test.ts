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

it('serves one document without external assets, under a policy that allows none', async () => {
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

it('begins, lists and ends faults from the page', async () => {
  const server = await startTestServer();
  const { token } = await loadPage(server);
  const call = async (method: string, body: object) => {
    const headers = { 'x-channelkit-token': token };
    const url = `${server.url}/channelkit/faults`;
    const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
    return [response.status, await response.text()];
  };
  const fault = { app: 'test-app', kind: 'lose', channel: 'orders', event: '*', times: 2 };
  expect(await call('POST', fault)).toEqual([200, JSON.stringify({ fault: { ...server.faults()[0] } })]);
  expect(server.faults()).toMatchObject([fault]);
  expect(await call('POST', { ...fault, times: 0.5 })).toEqual([
    400,
    'times must be a whole number of at least 1, not 0.5\n',
  ]);
  expect((await call('POST', { ...fault, app: 'other' }))[0]).toBe(404);
  expect(await call('DELETE', {})).toEqual([200, '{"ended":1}']);
  expect(server.faults()).toEqual([]);
});

it('shows connections, channels, faults and events live', async () => {
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
  server.lose({ channel: 'invoices' });
  await expect.poll(() => text).toContain('"event":"order.created"');
  await expect.poll(() => text).toContain(client.connection.socket_id);
  await expect.poll(() => text).toContain('"name":"orders"');
  await expect.poll(() => text).toContain('"kind":"lose","channel":"invoices"');
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

it('refuses to send an event or to begin a fault without the token (14)', async () => {
  const server = await startTestServer();
  const body = JSON.stringify({ app: 'test-app', channel: 'orders', event: 'x', data: '1' });
  for (const path of ['trigger', 'faults']) {
    const response = await fetch(`${server.url}/channelkit/${path}`, { method: 'POST', body });
    expect(response.status).toBe(403);
  }
  expect(server.counters().published).toBe(0);
});

it('reflects no part of a request into markup (14)', async () => {
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
