import { createHmac } from 'node:crypto';
import { defineChannels, RealtimeError } from '@channelkit/core';
import fc from 'fast-check';
import Pusher from 'pusher';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pathPart } from '../src/api/requests.ts';
import { createSigner } from '../src/crypto/createSigner.ts';
import { equalInConstantTime } from '../src/crypto/equalInConstantTime.ts';
import { declaredValue } from '../src/events/declaredValue.ts';
import { inChannelOrder } from '../src/events/inChannelOrder.ts';
import { configFromEnv, createAuthHandler, PusherService, toNodeHandler } from '../src/index.ts';
import { channels, config, credentials, masterKey, silent } from './fixtures.ts';
import { startRecorder } from './recorder.ts';

/** Texts of every encoding: controls, halves of surrogate pairs, dots, percent signs. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom('.', '/', '%', '2', 'e', '\\', '\n', '\0', '\ud800', 'ü', '🎉'),
    maxLength: 12,
  }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '',
    'a'.repeat(201),
    'private-a',
    'presence-chat.a',
  ),
);
const anything = fc.anything({
  maxDepth: 5,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withSparseArray: true,
  withTypedArray: true,
  withUnicodeString: true,
});
/** Objects and lists in each other, far deeper than a parser likes. */
const deep = fc
  .record({ depth: fc.integer({ min: 1_000, max: 6_000 }), list: fc.boolean() })
  .map(({ depth, list }) => {
    let value: unknown = 'leaf';
    for (let level = 0; level < depth; level += 1) value = list ? [value] : { name: value };
    return value;
  });
const large = fc.integer({ min: 9_000, max: 60_000 }).map((size) => ({ orderId: 1, note: 'ü'.repeat(size) }));
const hostile = fc.oneof({ weight: 6, arbitrary: anything }, { weight: 2, arbitrary: text }, deep, large);

let recorder: Awaited<ReturnType<typeof startRecorder>>;
let pusher: Record<string, (...args: unknown[]) => Promise<{ ok: boolean; error?: unknown }>>;
beforeAll(async () => {
  recorder = await startRecorder();
  const at = { ...config, host: '127.0.0.1', port: recorder.port, tls: false };
  pusher = new PusherService(at, { channels, retryDelay: () => 0, ...silent }) as never;
});
afterAll(() => recorder.stop());

describe('whatever it is given, the service', () => {
  it('resolves, and what fails has a coded error on one line', { timeout: 60_000 }, async () => {
    const calls = ['trigger', 'triggerBatch', 'sendToUser', 'terminateUserConnections', 'getChannelInfo'];
    const more = ['getChannelUsers', 'authenticateChannel', 'authenticateUser', 'verifyWebhook'];
    const call = fc.constantFrom(...calls, ...more);
    const channel = fc.oneof(hostile, fc.constantFrom('private-orders', 'presence-chat.a', 'news'));
    const event = fc.oneof(text, fc.constantFrom('order.updated', 'new-message', 'headline'));
    await fc.assert(
      fc.asyncProperty(call, channel, event, hostile, async (name, first, second, third) => {
        const result = await pusher[name]?.(first, second, third);
        if (result?.ok) return;
        const { error } = result as { error: RealtimeError };
        expect(error).toBeInstanceOf(RealtimeError);
        expect(error.message).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(error.message).not.toContain(credentials.secret);
      }),
      { numRuns: 150 },
    );
  });

  it('sends no more than the limit, and only to paths of its app', () => {
    expect(recorder.requests.length).toBeGreaterThan(0);
    for (const { path, body } of recorder.requests) {
      expect(path).toMatch(/^\/apps\/3\/(events|batch_events|channels|users)(\/[^/]+)*$/);
      const { data = '' } = body === '' ? {} : JSON.parse(body);
      expect(Buffer.byteLength(data)).toBeLessThanOrEqual(10_240);
    }
  });
});

describe('declaredValue', () => {
  /** Schemas of many shapes, each with the keys that it reads. */
  const leaf = fc.constantFrom(
    z.string(),
    z.string().transform((s) => s.length),
    z.string().optional(),
  );
  const schema = fc.letrec<{ node: z.ZodType; object: z.ZodType }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
      leaf,
      tie('object'),
      tie('object').map((of) => z.array(of)),
    ),
    object: fc
      .dictionary(fc.constantFrom('a', 'b', 'c', '__proto__x'), tie('node'), { maxKeys: 3 })
      .map((shape) => z.object(shape)),
  })).object;
  /** A value for a schema, with unknown keys at every level. */
  const valueFor = (of: z.ZodType, extra: string): unknown => {
    if (of instanceof z.ZodArray)
      return [valueFor(of.element as z.ZodType, extra), valueFor(of.element as z.ZodType, extra)];
    if (!(of instanceof z.ZodObject)) return 'text';
    const own = Object.entries(of.shape as Record<string, z.ZodType>).map(([key, child]) => [
      key,
      valueFor(child, extra),
    ]);
    return { ...Object.fromEntries(own), [extra]: 'hunter2', nested: { [extra]: ['hunter2'] } };
  };
  const unknownKey = fc.constantFrom('passwordHash', 'toJSON', 'length', '0', ' ');

  it('leaves no unknown key, changes no output, and is done after one pass (13)', () => {
    fc.assert(
      fc.property(schema, unknownKey, (definition, extra) => {
        const given = valueFor(definition, extra);
        const before = JSON.stringify(given);
        const kept = declaredValue({ definition, subject: 'e' }, given);
        expect(JSON.stringify(kept)).not.toContain('hunter2');
        expect(definition.parse(kept)).toEqual(definition.parse(given));
        expect(declaredValue({ definition, subject: 'e' }, kept)).toEqual(kept);
        expect(JSON.stringify(given)).toBe(before);
      }),
      { numRuns: 100 },
    );
  });

  it('sends what receivers read as the same, texts included (12)', async () => {
    const contract = defineChannels({ 'private-t': { text: z.string(), data: z.json() } });
    const at = { ...config, host: '127.0.0.1', port: recorder.port, tls: false };
    const service = new PusherService(at, { channels: contract, ...silent });
    /** As pusher-js reads `data`. */
    const receive = (data: string): unknown => {
      try {
        return JSON.parse(data);
      } catch {
        return data;
      }
    };
    const whole = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('5', '"x"', 'null', '{}', ' 1 '));
    await fc.assert(
      fc.asyncProperty(whole, fc.jsonValue(), async (given, json) => {
        const from = recorder.requests.length;
        await service.trigger('private-t', 'text', given);
        await service.trigger('private-t', 'data', json as never);
        const sent = recorder.requests.slice(from).map(({ body }) => receive(JSON.parse(body).data));
        expect(sent).toEqual([given, JSON.parse(JSON.stringify(json))]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('signatures', () => {
  it('are those of Node and of the official package for every text', async () => {
    const official = new Pusher({ ...credentials, cluster: 'mt1', encryptionMasterKeyBase64: masterKey });
    const service = new PusherService(config, silent);
    const whole = fc.string({ unit: 'grapheme', maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        whole,
        whole.filter((id) => id !== ''),
        async (message, id) => {
          const expected = createHmac('sha256', credentials.secret).update(message).digest('hex');
          expect(await createSigner(credentials.secret).sign(message)).toBe(expected);
          const user = { id, user_info: { message } };
          const result = await service.authenticateUser('1.2', user);
          if (!result.ok) throw result.error;
          expect({ ...result, ok: undefined }).toEqual({
            ...official.authenticateUser('1.2', user),
            ok: undefined,
          });
        },
      ),
    );
  });

  it('are equal in constant time exactly when they are equal (14)', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(equalInConstantTime(a, b)).toBe(a === b);
        expect(equalInConstantTime(a, a)).toBe(true);
        expect(equalInConstantTime(a, `${a}x`)).toBe(false);
      }),
    );
  });
});

describe('paths', () => {
  it('keep every id inside its part of the path (14)', () => {
    fc.assert(
      fc.property(text, (id) => {
        let part: string;
        try {
          part = pathPart(id, 'the id');
        } catch (error) {
          // A lone surrogate has no UTF-8.
          expect(error instanceof RealtimeError || error instanceof URIError).toBe(true);
          return;
        }
        const url = new URL(`http://127.0.0.1/apps/3/users/${part}/terminate_connections`);
        expect(url.pathname).toBe(`/apps/3/users/${part}/terminate_connections`);
        expect(url.pathname.split('/')).toHaveLength(6);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the auth handler', () => {
  const rules = {
    'private-orders': () => false,
    'private-user.{userId}.orders': ({ params }: { params: { userId: string } }) => params.userId === '7',
    'private-encrypted-diary.{userId}': () => false,
    'presence-chat.{roomId}': () => false as const,
  };
  const handler = createAuthHandler(new PusherService(config, { channels, ...silent }), {
    authenticate: () => ({ id: '7' }),
    authorize: rules,
  });
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 40_000 }),
    text,
    fc
      .tuple(text, text)
      .map(([socket, channel]) =>
        new URLSearchParams({ socket_id: socket, channel_name: channel }).toString(),
      ),
    text.map((channel) => new URLSearchParams({ socket_id: '1.2', channel_name: channel }).toString()),
    anything.map((value) => {
      try {
        return JSON.stringify({ socket_id: '1.2', channel_name: value }) ?? '';
      } catch {
        return '{';
      }
    }),
    fc.integer({ min: 100, max: 5_000 }).map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
  );
  const type = fc.constantFrom('application/x-www-form-urlencoded', 'application/json', 'text/plain', '');

  it('answers every body with a status of its own, and signs nothing but what a rule allows (14)', async () => {
    await fc.assert(
      fc.asyncProperty(body, type, async (given, contentType) => {
        const init = { method: 'POST', body: given as BodyInit, headers: { 'content-type': contentType } };
        const response = await handler(new Request('https://app.example/auth', init));
        expect([400, 403, 413, 415]).toContain(response.status);
        expect(await response.text()).not.toMatch(/"auth"|278d425bdf160c739803/);
      }),
      { numRuns: 150 },
    );
  });

  it('survives every request line and header that Node passes on', async () => {
    const listen = toNodeHandler(handler);
    const headers = fc.dictionary(
      fc.constantFrom('host', 'origin', 'content-type', 'x-forwarded-host', ':authority'),
      text,
    );
    await fc.assert(
      fc.asyncProperty(
        text,
        headers,
        fc.constantFrom('POST', 'OPTIONS', 'GET', 'TRACE'),
        async (url, given, method) => {
          let status = 0;
          const response = { statusCode: 0, setHeader: () => {}, end: () => (status = response.statusCode) };
          const chunks = async function* () {
            yield new TextEncoder().encode('socket_id=1.2&channel_name=private-orders');
          };
          const request = { method, url, headers: given, [Symbol.asyncIterator]: chunks };
          await listen(request as never, response);
          expect(status).toBeGreaterThanOrEqual(204);
          expect(status).toBeLessThan(500);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('configFromEnv', () => {
  it('never throws and quotes no value, whatever the environment holds (13)', () => {
    const name = fc.constantFrom(
      'PUSHER_APP_ID',
      'PUSHER_APP_KEY',
      'PUSHER_APP_SECRET',
      'PUSHER_SECRET',
      'PUSHER_HOST',
      'PUSHER_PORT',
      'PUSHER_PATH',
      'PUSHER_SCHEME',
      'PUSHER_USE_TLS',
      'REVERB_APP_KEY',
      'REVERB_SCHEME',
      'BROADCAST_DRIVER',
    );
    const value = fc.oneof(
      text.map((given) => `quoted-${given}`),
      anything,
    );
    fc.assert(
      fc.property(fc.dictionary(name, value), (env) => {
        const service = new PusherService(configFromEnv(env), silent);
        expect(service.getLastError()?.message ?? '').not.toContain('quoted-');
        expect(JSON.stringify(configFromEnv(env).secret)).not.toContain('quoted-');
        expect(() => service.getClientConfig()).not.toThrow();
      }),
      { numRuns: 100 },
    );
  });
});

describe('inChannelOrder', () => {
  it('keeps the order of each channel and runs at most eight tasks at once', async () => {
    const item = fc.record({
      channels: fc.uniqueArray(
        fc.nat(40).map((n) => `c${n}`),
        { minLength: 1, maxLength: 2 },
      ),
      turns: fc.integer({ min: 0, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(item, { maxLength: 30 }), async (items) => {
        const ended: number[] = [];
        let running = 0;
        const indexed = items.map((given, index) => ({ ...given, index }));
        await inChannelOrder(
          indexed,
          (given) => given.channels,
          async ({ index, turns, channels: own }) => {
            running += 1;
            expect(running).toBeLessThanOrEqual(8);
            const earlier = indexed.filter(
              (other) => other.index < index && other.channels.some((one) => own.includes(one)),
            );
            for (const other of earlier) expect(ended).toContain(other.index);
            for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
            running -= 1;
            ended.push(index);
          },
        );
        expect(ended).toHaveLength(items.length);
      }),
      { numRuns: 100 },
    );
  });
});
