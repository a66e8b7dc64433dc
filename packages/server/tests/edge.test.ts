import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createContext, Script } from 'node:vm';
import { rolldown } from 'rolldown';
import { beforeAll, describe, expect, it } from 'vitest';
import type { createHandlers } from './edgeEntry.ts';
import { credentials } from './fixtures.ts';
import { startRecorder } from './recorder.ts';

/** What workers and edge runtimes have; nothing of Node. */
const webGlobals = {
  AbortController,
  AbortSignal,
  Headers,
  ReadableStream,
  Request,
  Response,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
  Uint8Array,
  atob,
  btoa,
  clearTimeout,
  crypto,
  fetch,
  setTimeout,
};

let code: string;
let modules: string[];
beforeAll(async () => {
  const bundle = await rolldown({
    input: new URL('./edgeEntry.ts', import.meta.url).pathname,
    platform: 'neutral',
    resolve: { conditionNames: ['@channelkit/source', 'import'], mainFields: ['module', 'main'] },
    // tweetnacl looks for Node's crypto as a fallback that is never called.
    external: ['crypto'],
    logLevel: 'silent',
  });
  const { output } = await bundle.generate({ format: 'iife', name: 'entry', globals: { crypto: 'crypto' } });
  await bundle.close();
  code = output[0].code;
  modules = Object.entries(output[0].modules).flatMap(([id, module]) =>
    module.renderedLength > 0 ? [id] : [],
  );
});

/** The module evaluated in a realm of its own that has web APIs alone. */
function load(): { createHandlers: typeof createHandlers } {
  const context = createContext(
    { ...webGlobals, self: { crypto } },
    { codeGeneration: { strings: false, wasm: false } },
  );
  return new Script(`${code}; entry`).runInContext(context);
}

const request = (path: string, body: string, headers: Record<string, string>) =>
  new Request(`https://app.example${path}`, { method: 'POST', body, headers });

describe('in a runtime without Node', () => {
  it('has none of the globals of Node', () => {
    const found = new Script(
      '[typeof process, typeof Buffer, typeof require, typeof setImmediate]',
    ).runInContext(createContext({ ...webGlobals }));
    expect(found).toEqual(Array(4).fill('undefined'));
  });

  it('authorizes a subscription', async () => {
    const { auth } = load().createHandlers('127.0.0.1', 1);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const ask = (channel: string, session: string) =>
      auth(request('/auth', `socket_id=1.2&channel_name=${channel}`, { ...form, 'x-session': session }));
    expect((await ask('private-orders', '')).status).toBe(401);
    expect((await ask('private-user.8.orders', '7')).status).toBe(403);
    const answer = await ask('private-encrypted-diary.7', '7');
    expect(answer.status).toBe(200);
    const signature = createHmac('sha256', credentials.secret)
      .update('1.2:private-encrypted-diary.7')
      .digest('hex');
    expect(await answer.json()).toMatchObject({ auth: `${credentials.key}:${signature}` });
  });

  it('verifies a webhook', async () => {
    const { webhook, told } = load().createHandlers('127.0.0.1', 1);
    const body = JSON.stringify({ time_ms: Date.now(), events: [{ name: 'channel_vacated', channel: 'a' }] });
    const signature = createHmac('sha256', credentials.secret).update(body).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-pusher-key': credentials.key };
    expect(
      (await webhook(request('/hook', body, { ...headers, 'x-pusher-signature': 'forged' }))).status,
    ).toBe(401);
    expect(
      (await webhook(request('/hook', body, { ...headers, 'x-pusher-signature': signature }))).status,
    ).toBe(200);
    expect([...told]).toEqual(['a']);
  });

  it('sends plain and encrypted events', async () => {
    const recorder = await startRecorder();
    const { pusher } = load().createHandlers('127.0.0.1', recorder.port);
    const results = [
      await pusher.trigger('private-orders', 'order.updated', { orderId: 7 }),
      await pusher.trigger('private-encrypted-diary.7', 'entry', { text: 'Grüße' }),
    ];
    await recorder.stop();
    expect(results.map(({ ok }) => ok)).toEqual([true, true]);
    expect(recorder.requests).toHaveLength(2);
  });

  it('logs events, sends them, and replays them to those who may read them', async () => {
    const recorder = await startRecorder();
    const { log, resume, finish } = load().createHandlers('127.0.0.1', recorder.port);
    const { channels } = await log.positions(['private-jobs']);
    await finish(1);
    await finish(2);
    expect(await log.flush()).toMatchObject({ sent: 2 });
    await recorder.stop();
    const ask = async (session: string) => {
      const body = JSON.stringify({ socket_id: '1.2', channels });
      const headers = { 'content-type': 'application/json', 'x-session': session };
      return (await resume(request('/resume', body, headers))).json();
    };
    const events = [{ data: { job: 1 } }, { data: { job: 2 } }];
    expect(await ask('7')).toMatchObject({ channels: { 'private-jobs': { status: 200, events } } });
    expect(await ask('8')).toEqual({ channels: { 'private-jobs': { status: 403 } } });
  });

  it('contains no client code', () => {
    const own = modules.filter((id) => /\/packages\/\w+\/src\//.test(id));
    expect(own.filter((id) => /pusher:subscribe|new WebSocket/.test(readFileSync(id, 'utf8')))).toEqual([]);
    expect(modules.filter((id) => /node_modules\/(pusher-js|zustand|pg|drizzle-orm)/.test(id))).toEqual([]);
  });
});
