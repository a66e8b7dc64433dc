import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type RequestHandler, toNodeHandler } from '../src/index.ts';

/** Serves a handler on loopback; `before` stands for a middleware. */
async function serve(
  handler: RequestHandler,
  before: (request: IncomingMessage) => Promise<void> = async () => {},
) {
  const listen = toNodeHandler(handler);
  const server = createServer((request, response) => {
    void before(request).then(() => listen(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}` };
}

const echo: RequestHandler = async (request) =>
  new Response(await request.text(), {
    status: 201,
    headers: {
      'x-method': request.method,
      'x-url': request.url,
      'x-type': request.headers.get('content-type') ?? '',
    },
  });
const readAll = async (request: IncomingMessage) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

describe('toNodeHandler', () => {
  it('passes method, URL, headers and body to the handler, and returns its response', async () => {
    const { url } = await serve(echo);
    const body = `Grüße ${'x'.repeat(200_000)}`;
    const response = await fetch(`${url}/a/b?c=d%20e`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'x/y' },
    });
    expect(response.status).toBe(201);
    expect(await response.text()).toBe(body);
    const read = (name: string) => response.headers.get(name);
    expect([read('x-method'), read('x-url'), read('x-type')]).toEqual(['POST', `${url}/a/b?c=d%20e`, 'x/y']);
  });

  it('returns every cookie that a handler sets', async () => {
    const headers = new Headers({ 'x-other': '1' });
    headers.append('set-cookie', 'a=1');
    headers.append('set-cookie', 'b=2');
    const { url } = await serve(async () => new Response(null, { status: 204, headers }));
    const response = await fetch(url);
    expect([response.status, response.headers.getSetCookie()]).toEqual([204, ['a=1', 'b=2']]);
  });

  it('keeps the host of the request when the path looks like another host', async () => {
    const { url, port } = await serve(echo);
    const socket = connect(port, '127.0.0.1');
    socket.end(`GET //evil.example/x HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toContain(`x-url: ${url}//evil.example/x`);
  });

  it('answers 400 to a request that cannot be parsed', async () => {
    const { port } = await serve(echo);
    const socket = connect(port, '127.0.0.1');
    socket.end('GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n');
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
  });

  it('lets a handler answer before the body has been read', async () => {
    const { url } = await serve(async (request) => {
      await request.body?.cancel();
      return new Response(null, { status: 413 });
    });
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(300_000) })).status).toBe(413);
  });

  it('uses the result of a body parser: a form, JSON or a raw body', async () => {
    const { url } = await serve(echo, async (request) => {
      const raw = await readAll(request);
      const type = request.headers['content-type'];
      const parsed = type?.includes('json')
        ? JSON.parse(raw.toString())
        : type?.includes('form')
          ? Object.fromEntries(new URLSearchParams(raw.toString()))
          : raw;
      Object.assign(request, { body: parsed });
    });
    const post = async (body: string, type: string) =>
      (await fetch(url, { method: 'POST', body, headers: { 'content-type': type } })).text();
    expect(await post('a=1&b=%C3%BC', 'application/x-www-form-urlencoded')).toBe('a=1&b=%C3%BC');
    expect(await post('{ "a": 1 }', 'application/json')).toBe('{"a":1}');
    expect(await post('raw', 'application/octet-stream')).toBe('raw');
  });

  it.each<[string, object, string]>([
    [
      'HTTP/2 has no Host header',
      { headers: { ':authority': 'h2.example', ':path': '/a' }, url: '/a' },
      'http://h2.example/a',
    ],
    ['Express changes the URL', { headers: { host: 'a' }, url: '/b', originalUrl: '/a/b' }, 'http://a/a/b'],
    [
      'the socket is encrypted',
      { headers: { host: 'a' }, url: '/b', socket: { encrypted: true } },
      'https://a/b',
    ],
  ])('knows the URL although %s', async (_, request, url) => {
    const seen: string[] = [];
    const listen = toNodeHandler(async (given) => {
      seen.push(given.url);
      return new Response();
    });
    const response = { statusCode: 0, setHeader: () => {}, end: () => {} };
    await listen({ method: 'GET', ...request } as never, response);
    expect([response.statusCode, seen]).toEqual([200, [url]]);
  });

  it('drops the length of a body that a parser has changed', async () => {
    const headers = { host: 'a', 'content-type': 'application/json', 'content-length': '99' };
    const read: (string | null)[] = [];
    const listen = toNodeHandler(async (given) => {
      read.push(given.headers.get('content-length'), await given.text());
      return new Response();
    });
    const response = { statusCode: 0, setHeader: () => {}, end: () => {} };
    await listen({ method: 'POST', url: '/', headers, body: { a: 'ü' } } as never, response);
    expect(read).toEqual([null, '{"a":"ü"}']);
  });

  it('prefers the raw body that a parser kept', async () => {
    const { url } = await serve(echo, async (request) => {
      const rawBody = await readAll(request);
      Object.assign(request, { rawBody, body: JSON.parse(rawBody.toString()) });
    });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', body: '{ "a":  1 }', headers });
    expect(await response.text()).toBe('{ "a":  1 }');
  });
});
