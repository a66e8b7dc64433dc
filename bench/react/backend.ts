import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startDevServer } from '@channelkit/dev-server';
import type { Place } from './contender.ts';

const [key, secret] = ['key', 'secret'];

/** A Pusher server and an auth endpoint on loopback, both counting. */
export async function startBackend() {
  const server = await startDevServer({ apps: [{ id: 'app', key, secret }] });
  let authRequests = 0;
  let frames = 0;
  server.observe((event) => {
    if (event.type === 'frame' && event.frame.direction === 'in' && !event.frame.event.endsWith('ping'))
      frames += 1;
  });
  const auth = createServer((request, response) => {
    const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
    if (request.method === 'OPTIONS') return void response.writeHead(204, headers).end();
    authRequests += 1;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      const text = `${form.get('socket_id')}:${form.get('channel_name')}`;
      const signature = createHmac('sha256', secret).update(text).digest('hex');
      response.writeHead(200, { ...headers, 'content-type': 'application/json' });
      response.end(JSON.stringify({ auth: `${key}:${signature}` }));
    });
  });
  await new Promise<void>((resolve) => auth.listen(0, '127.0.0.1', resolve));
  const place: Place = {
    key,
    host: '127.0.0.1',
    port: server.port,
    authEndpoint: `http://127.0.0.1:${(auth.address() as AddressInfo).port}/auth`,
  };
  return {
    place,
    server,
    counts: () => ({ frames, authRequests }),
    async stop() {
      auth.closeAllConnections();
      auth.close();
      await server.stop();
    },
  };
}
