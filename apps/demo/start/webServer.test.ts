import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { listenForWeb } from './webServer.ts';

it('requests that come before the pages are ready are answered, and a taken port is stepped over', async () => {
  const first = await listenForWeb('127.0.0.1', 0);
  onTestFinished(() => void first.server.close());
  const early = fetch(`http://127.0.0.1:${first.port}/early`);
  first.serve((request, response) => response.end(request.url));
  expect(await (await early).text()).toBe('/early');

  const second = await listenForWeb('127.0.0.1', first.port);
  onTestFinished(() => void second.server.close());
  expect(second.port).toBeGreaterThan(first.port);
});

const request = 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n';

it.each([
  ['never ends its headers', 'GET / HTTP/1.1\r\nHost: local'],
  ['never ends its body', `${request}half`],
  ['says nothing', ''],
])('a connection that %s is cut (14)', async (_name, sent) => {
  const limits = { headers: 100, request: 200, idle: 300 };
  const { server, serve, port } = await listenForWeb('127.0.0.1', 0, limits);
  onTestFinished(() => void server.close());
  serve(() => {});
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {}).resume();
  if (sent) socket.write(sent);
  await once(socket, 'close');
  expect(socket.destroyed).toBe(true);
});

it('the address of a client is the one that it connects from, whatever it claims (14)', async () => {
  const { server, serve, port } = await listenForWeb('127.0.0.1', 0);
  onTestFinished(() => void server.close());
  serve(({ headers }, response) => response.end(String(headers['x-client-address'])));
  const headers = { 'X-Client-Address': '1.2.3.4', 'X-Forwarded-For': '1.2.3.4' };
  expect(await (await fetch(`http://127.0.0.1:${port}`, { headers })).text()).toBe('127.0.0.1');
});
