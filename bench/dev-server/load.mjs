// The load: sockets on one channel and a publisher over HTTP. Counts the deliveries and their latency.
import { createHash, createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';

const channel = 'bench';

/** Opens sockets, publishes at a steady rate, and waits for the last message. */
export async function runLoad({ port, app, sockets: count, perSecond, seconds }) {
  const sockets = await openAll(port, app, count);
  const total = perSecond * seconds;
  const sentAt = new Float64Array(total);
  const latencies = [];
  let received = 0;
  for (const [index, socket] of sockets.entries()) {
    socket.on('message', (raw) => {
      const text = raw.toString();
      const at = text.indexOf('#');
      if (at < 0) return;
      received += 1;
      if (index % 100 === 0)
        latencies.push(performance.now() - sentAt[Number.parseInt(text.slice(at + 1), 10)]);
    });
  }
  const start = performance.now();
  const requests = [];
  for (let n = 0; n < total; n += 1) {
    const wait = start + (n * 1000) / perSecond - performance.now();
    if (wait > 0) await sleep(wait);
    sentAt[n] = performance.now();
    requests.push(publish(port, app, n));
  }
  const statuses = await Promise.all(requests);
  const expected = total * count;
  for (let tries = 0; received < expected && tries < 200; tries += 1) await sleep(50);
  const took = (performance.now() - start) / 1000;
  for (const socket of sockets) socket.terminate();
  latencies.sort((a, b) => a - b);
  const quantile = (q) => Number((latencies[Math.floor(latencies.length * q)] ?? Number.NaN).toFixed(1));
  return {
    expected,
    received,
    lost: expected - received,
    refused: statuses.filter((status) => status !== 200).length,
    deliveredPerSecond: Math.round(received / took),
    latencyMs: { p50: quantile(0.5), p99: quantile(0.99) },
  };
}

/** Opens sockets that subscribe to one channel each and stay idle. @returns the function that closes them */
export async function openIdle({ port, app, count }) {
  const sockets = await openAll(port, app, count, (n) => `idle-${n}`);
  return () => {
    for (const socket of sockets) socket.terminate();
  };
}

async function openAll(port, app, count, channelOf = () => channel) {
  const sockets = [];
  for (let n = 0; n < count; n += 50) {
    const batch = Array.from({ length: Math.min(50, count - n) }, (_, each) =>
      open(port, app, channelOf(n + each)),
    );
    sockets.push(...(await Promise.all(batch)));
  }
  return sockets;
}

function open(port, app, name) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(
      `ws://127.0.0.1:${port}/app/${app.key}?protocol=7&client=bench&version=1.0`,
      {
        perMessageDeflate: false,
      },
    );
    socket.on('error', reject);
    socket.on('message', function greet(raw) {
      const { event } = JSON.parse(raw);
      if (event === 'pusher:connection_established')
        socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel: name } }));
      if (event !== 'pusher_internal:subscription_succeeded') return;
      socket.off('message', greet);
      resolve(socket);
    });
  });
}

async function publish(port, app, n) {
  const path = `/apps/${app.id}/events`;
  const payload = `#${n}#${'x'.repeat(180)}`;
  const body = JSON.stringify({ name: 'tick', channels: [channel], data: payload });
  const md5 = createHash('md5').update(body).digest('hex');
  const query = `auth_key=${app.key}&auth_timestamp=${Math.floor(Date.now() / 1000)}&auth_version=1.0&body_md5=${md5}`;
  const signature = createHmac('sha256', app.secret).update(`POST\n${path}\n${query}`).digest('hex');
  const url = `http://127.0.0.1:${port}${path}?${query}&auth_signature=${signature}`;
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  // A server may close an idle connection while a request is on its way to it; that request is sent again.
  const response = await fetch(url, request).catch(() => fetch(url, request));
  await response.arrayBuffer();
  return response.status;
}
