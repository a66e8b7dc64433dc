import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DevServer } from '../src/index.ts';
import { channelAuthText, hmac, userAuthText } from '../src/protocol/signature.ts';
import { createClient, nextEvent } from './support/clients.ts';
import { type FuzzInput, fuzzInputs } from './support/fuzzInputs.ts';
import { openPlain } from './support/plainSocket.ts';
import { openRaw, type RawSocket, socketIdOf } from './support/rawSocket.ts';
import { app, startTestServer } from './support/testServer.ts';

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2_147_483_647);
const size = 1_000;

/** Sends inputs one after the other, on a new socket whenever the server has closed the previous one. */
async function attack(server: DevServer, inputs: readonly FuzzInput[]): Promise<number[]> {
  const statuses: number[] = [];
  let raw: RawSocket | null = null;
  for (const input of inputs) {
    if (input.kind === 'request') {
      const { method, path, body } = input;
      const hasBody = method !== 'GET' && method !== 'OPTIONS';
      const response = await fetch(server.url + path, { method, ...(hasBody ? { body } : {}) });
      await response.body?.cancel();
      statuses.push(response.status);
      continue;
    }
    if (input.kind === 'bytes') {
      const { tcp } = await openPlain(server, app.key);
      for (const chunk of input.chunks) tcp.write(chunk);
      tcp.end();
      continue;
    }
    if (!raw || raw.socket.readyState !== raw.socket.OPEN) {
      raw = openRaw(server);
      await raw.opened;
    }
    if (input.kind === 'text') raw.socket.send(input.text);
    else if (input.kind === 'binary') raw.socket.send(input.bytes);
    else raw.send(await signed(raw, input));
  }
  raw?.socket.terminate();
  return statuses;
}

async function signed(
  raw: RawSocket,
  { event, channel, text }: Extract<FuzzInput, { kind: 'signed' }>,
): Promise<object> {
  const socketId = await socketIdOf(raw);
  const isSignIn = event === 'pusher:signin';
  const signature = isSignIn ? userAuthText(socketId, text) : channelAuthText(socketId, channel, text);
  const auth = `${app.key}:${hmac(app.secret, signature)}`;
  return { event, data: isSignIn ? { auth, user_data: text } : { auth, channel, channel_data: text } };
}

it(`survives ${size} malformed and extreme inputs without other clients noticing (FUZZ_SEED=${seed})`, {
  timeout: 90_000,
}, async () => {
  const server = await startTestServer();
  const bystander = createClient(server);
  const channel = bystander.subscribe('private-bystander');
  await nextEvent(channel, 'pusher:subscription_succeeded');
  const socketId = bystander.connection.socket_id;
  const seen: unknown[] = [];
  channel.bind('marker', (n: unknown) => void seen.push(n));

  const inputs = fc.sample(fuzzInputs, { seed, numRuns: size });
  const part = size / 10;
  const statuses: number[] = [];
  for (let n = 0; n < 10; n += 1) {
    const batch = inputs.slice(n * part, (n + 1) * part);
    const halves = [batch.slice(0, part / 2), batch.slice(part / 2)];
    statuses.push(...(await Promise.all(halves.map((half) => attack(server, half)))).flat());
    server.trigger('private-bystander', 'marker', n);
  }

  await expect.poll(() => seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(bystander.connection.socket_id).toBe(socketId);
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
  expect(server.counters().published).toBe(10);
  expect(server.frames().length).toBeLessThanOrEqual(2000);
  await expect.poll(() => server.connections().length).toBe(1);
});

it('closes only the sender, with 1009 for a frame of 1 MB and with 1003 for a binary one', async () => {
  const server = await startTestServer();
  const [huge, binary, other] = [openRaw(server), openRaw(server), openRaw(server)];
  await Promise.all([huge, binary, other].map((raw) => raw.opened));
  huge.socket.send('x'.repeat(1_048_576));
  binary.socket.send(Buffer.from([1, 2, 3]));
  expect(await huge.closed).toBe(1009);
  expect(await binary.closed).toBe(1003);
  other.send({ event: 'pusher:ping' });
  await other.frame('pusher:pong');
});

it.each(['{', '[]', 'null', '{"event":7}', ''])(
  'answers the frame %j with an error and stays open',
  async (text) => {
    const raw = openRaw(await startTestServer());
    await raw.opened;
    raw.send(text);
    expect(await raw.frame('pusher:error')).toMatchObject({ data: { code: null } });
    raw.send({ event: 'pusher:ping' });
    await raw.frame('pusher:pong');
  },
);
