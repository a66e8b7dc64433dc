// The application's back end in pusher-js's integration suite: it signs every subscription with a member, sends events,
// and echoes scripts.
import { once } from 'node:events';
import { createServer } from 'node:http';

/** Starts a back end for one app on a free port. @returns its URL and a function that stops it */
export async function startBackEnd(publisher) {
  const server = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*');
    answer(publisher, request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://localhost:${server.address().port}`, stop };
}

async function answer(publisher, request, response) {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  let body = '';
  for await (const chunk of request) body += chunk;
  const script = (text) => {
    response.setHeader('content-type', 'text/javascript');
    response.end(text);
  };
  if (request.method === 'OPTIONS') return response.end();
  if (pathname === '/') {
    response.setHeader('content-type', 'text/html');
    return response.end('<!doctype html><body></body>');
  }
  if (pathname === '/auth' && request.method === 'POST') {
    response.setHeader('content-type', 'application/json');
    return response.end(JSON.stringify(sign(publisher, new URLSearchParams(body))));
  }
  if (pathname === '/auth')
    return script(`${searchParams.get('callback')}(${JSON.stringify(sign(publisher, searchParams))})`);
  if (pathname === '/v2/send') {
    const { channel, event, data } = JSON.parse(body);
    await publisher.trigger(channel, event, data);
    return response.end();
  }
  const echo = /^\/v2\/jsonp\/echo\/(\d+)$/.exec(pathname);
  if (echo) {
    const pairs = [...searchParams].map(([key, value]) => [key, decoded(value)]);
    return script(`Pusher.ScriptReceivers[${echo[1]}](null, ${JSON.stringify(Object.fromEntries(pairs))})`);
  }
  if (pathname === '/v2/script_request/echo') {
    const { receiver, ...rest } = Object.fromEntries(searchParams);
    return script(`${receiver}(null, ${JSON.stringify(rest)})`);
  }
  response.writeHead(pathname.startsWith('/jsonp/500') ? 500 : 404).end();
}

/** Every channel is signed with a member, as the suite expects. */
function sign(publisher, params) {
  const id = params.get('socket_id');
  const user_info = { name: `Integration ${id}`, email: `integration-${id}@example.com` };
  return publisher.authorizeChannel(id, params.get('channel_name'), { user_id: id, user_info });
}

/** A JSONP parameter: base64 of JSON or of plain text. */
function decoded(value) {
  const text = Buffer.from(value, 'base64').toString('latin1');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
