import { createHmac } from 'node:crypto';
import Pusher from 'pusher';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWebhookHandler, memorySeen, PusherService, type WebhookEvent } from '../src/index.ts';
import { config, credentials, silent } from './fixtures.ts';

const now = 1_800_000_000_000;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now });
});
afterEach(() => {
  vi.useRealTimers();
});

const pusher = new PusherService(config, silent);
const sign = (body: string, secret = credentials.secret) =>
  createHmac('sha256', secret).update(body).digest('hex');
const joined: WebhookEvent = { name: 'member_added', channel: 'presence-chat.a', user_id: '7' };
const occupied: WebhookEvent = { name: 'channel_occupied', channel: 'presence-chat.a' };
const text = (events: readonly unknown[] = [joined], time_ms = now) => JSON.stringify({ time_ms, events });
const headersFor = (body: string, more: Record<string, string> = {}) => ({
  'content-type': 'application/json',
  'x-pusher-key': credentials.key,
  'x-pusher-signature': sign(body),
  ...more,
});

describe('verifyWebhook', () => {
  const body = text([joined, { ...occupied, channel: 'private-Grüße' }]);

  it.each<[string, Parameters<typeof pusher.verifyWebhook>[0]]>([
    ['a Headers object', new Headers(headersFor(body))],
    ['Node headers', headersFor(body)],
    [
      'headers in capitals',
      {
        'Content-Type': 'application/json',
        'X-Pusher-Key': credentials.key,
        'X-PUSHER-SIGNATURE': sign(body),
      },
    ],
    [
      'lists of values',
      Object.fromEntries(Object.entries(headersFor(body)).map(([key, value]) => [key, [value]])),
    ],
    ['a charset', headersFor(body, { 'content-type': 'Application/JSON; charset=utf-8' })],
    ['a signature in capitals', headersFor(body, { 'x-pusher-signature': sign(body).toUpperCase() })],
  ])('accepts %s', async (_, headers) => {
    const result = await pusher.verifyWebhook(headers, body);
    expect(result).toEqual({ ok: true, time: now, events: JSON.parse(body).events });
    expect(await pusher.verifyWebhook(headers, new TextEncoder().encode(body))).toEqual(result);
  });

  it('agrees with the official library on which webhooks are valid', async () => {
    const official = new Pusher({ ...credentials, cluster: 'mt1' });
    for (const headers of [
      headersFor(body),
      headersFor(`${body} `),
      headersFor(body, { 'x-pusher-key': 'other' }),
    ]) {
      const theirs = official.webhook({ headers, rawBody: body }).isValid();
      expect((await pusher.verifyWebhook(headers, body)).ok).toBe(theirs);
    }
  });

  it.each<[string, string, Record<string, string>]>([
    ['a signature of another secret', text(), { 'x-pusher-signature': sign(text(), 'wrong') }],
    ['no signature', text(), { 'x-pusher-signature': '' }],
    ['a truncated signature', text(), { 'x-pusher-signature': sign(text()).slice(0, -1) }],
    ['a lengthened signature', text(), { 'x-pusher-signature': `${sign(text())}0` }],
    ['another key', text(), { 'x-pusher-key': 'other' }],
    ['an altered body', text([occupied]), { 'x-pusher-signature': sign(text()) }],
    ['a truncated body', text().slice(0, -2), { 'x-pusher-signature': sign(text()) }],
    ['a body that is not JSON', 'x', {}],
    ['a body without events', '{}', {}],
    ['a body that is null', 'null', {}],
    ['one that is eleven minutes old', text([joined], now - 660_000), {}],
    ['one from the future', text([joined], now + 660_000), {}],
    ['another content type', text(), { 'content-type': 'text/plain' }],
  ])('refuses %s', async (_, body, headers) => {
    const result = await pusher.verifyWebhook(headersFor(body, headers), body);
    expect(result).toMatchObject({ ok: false, error: { code: 'CK607' } });
    expect(JSON.stringify(result)).not.toContain(credentials.secret);
  });

  it('accepts a second key during a key rotation', async () => {
    const old = { key: 'old', secret: 'older' };
    const headers = headersFor(body, { 'x-pusher-key': 'old', 'x-pusher-signature': sign(body, 'older') });
    expect((await pusher.verifyWebhook(headers, body)).ok).toBe(false);
    expect((await pusher.verifyWebhook(headers, body, { alsoAccept: [old] })).ok).toBe(true);
    const mixed = headersFor(body, { 'x-pusher-key': 'old' });
    expect((await pusher.verifyWebhook(mixed, body, { alsoAccept: [old] })).ok).toBe(false);
  });

  it.each<[string, Parameters<typeof pusher.verifyWebhook>[2]]>([
    ['unset variables', { alsoAccept: [{ key: undefined, secret: undefined }] }],
    [
      'empty variables',
      {
        alsoAccept: [
          { key: '', secret: '' },
          { key: 'old', secret: '' },
        ],
      },
    ],
    ['nothing', { alsoAccept: [null, undefined] }],
    [
      'a secret without its key',
      {
        alsoAccept: [
          { key: '', secret: 'left' },
          { key: undefined, secret: 'left' },
        ],
      },
    ],
  ])(
    'ignores credentials from %s: valid webhooks pass, and an empty secret verifies nothing (14)',
    async (_, options) => {
      expect((await pusher.verifyWebhook(headersFor(body), body, options)).ok).toBe(true);
      const forgeries = [
        ['', ''],
        ['old', ''],
        [credentials.key, ''],
        ['', 'left'],
      ] as const;
      for (const [key, secret] of forgeries) {
        const signature = sign(body, secret);
        const forged = headersFor(body, { 'x-pusher-key': key, 'x-pusher-signature': signature });
        expect((await pusher.verifyWebhook(forged, body, options)).ok).toBe(false);
      }
      const handle = createWebhookHandler(pusher, {}, options);
      const request = new Request('https://app.example/', {
        method: 'POST',
        body,
        headers: headersFor(body),
      });
      expect((await handle(request)).status).toBe(200);
    },
  );

  it('returns complete events with ids as strings, and leaves out unknown kinds', async () => {
    const events = [
      {
        name: 'client_event',
        channel: 'presence-a',
        event: 'client-x',
        data: '{}',
        socket_id: '1.2',
        user_id: '7',
      },
      { name: 'subscription_count', channel: 'a', subscription_count: 3 },
      { name: 'cache_miss', channel: 'cache-a' },
      { name: 'member_removed', channel: 'presence-a', user_id: 7 },
    ];
    const body = text([
      ...events,
      { name: 'toString', channel: 'a' },
      { name: 'new_kind', channel: 'a' },
      { name: 'member_added', channel: 'a' },
      { name: 'subscription_count', channel: 'a', subscription_count: '3' },
      null,
    ]);
    const result = await pusher.verifyWebhook(headersFor(body), body);
    expect(result).toMatchObject({
      ok: true,
      events: [...events.slice(0, 3), { ...events[3], user_id: '7' }],
    });
    if (result.ok) expect(result.events).toHaveLength(4);
  });
});

describe('createWebhookHandler', () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    new Request('https://app.example/api/pusher/webhook', {
      method: 'POST',
      body,
      headers: headersFor(body, headers),
    });

  it('calls the function of each event, in order', async () => {
    const told: string[] = [];
    const handle = createWebhookHandler(pusher, {
      member_added: async (event) => {
        await Promise.resolve();
        told.push(`${event.user_id} joined ${event.channel}`);
      },
      channel_occupied: ({ channel }) => told.push(`${channel} occupied`),
    });
    const response = await handle(post(text([occupied, { name: 'cache_miss', channel: 'cache-a' }, joined])));
    expect(response.status).toBe(200);
    expect(told).toEqual(['presence-chat.a occupied', '7 joined presence-chat.a']);
  });

  it.each<[string, Request, number]>([
    ['a forged one', post(text(), { 'x-pusher-signature': sign('other') }), 401],
    ['an expired one', post(text([joined], now - 660_000)), 401],
    ['a wrong content type', post(text(), { 'content-type': 'text/plain' }), 415],
    ['one of 1.1 MB', post(text([{ ...joined, user_id: 'x'.repeat(1_100_000) }])), 413],
    ['a GET', new Request('https://app.example/'), 405],
  ])('refuses %s and calls nothing', async (_, request, status) => {
    const member_added = vi.fn();
    const response = await createWebhookHandler(pusher, { member_added })(request);
    expect(response.status).toBe(status);
    expect(member_added).not.toHaveBeenCalled();
  });

  it('reports a webhook that it refuses', async () => {
    const onError = vi.fn();
    const handle = createWebhookHandler(pusher, {}, { onError });
    await handle(post(text(), { 'x-pusher-signature': 'forged' }));
    expect(onError.mock.calls).toMatchObject([[{ code: 'CK607' }]]);
  });

  it('handles a webhook that is delivered again only once', async () => {
    const member_added = vi.fn();
    const handle = createWebhookHandler(pusher, { member_added }, { seen: memorySeen() });
    for (const request of [post(text()), post(text()), post(text())])
      expect((await handle(request)).status).toBe(200);
    expect(member_added).toHaveBeenCalledOnce();
  });

  it('joins overlapping deliveries of the same body', async () => {
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const member_added = vi.fn(() => finished);
    const handle = createWebhookHandler(pusher, { member_added });
    const both = [handle(post(text())), handle(post(text()))];
    await vi.waitFor(() => expect(member_added).toHaveBeenCalled(), { timeout: 10_000 });
    finish();
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
    expect(member_added).toHaveBeenCalledOnce();
  });

  it('answers 500 when a function throws, and continues there when Pusher sends it again', async () => {
    const onError = vi.fn();
    const channel_occupied = vi.fn();
    const member_added = vi
      .fn()
      .mockRejectedValueOnce(new Error('database: hunter2'))
      .mockResolvedValue(undefined);
    const handle = createWebhookHandler(
      pusher,
      { channel_occupied, member_added },
      { seen: memorySeen(), onError },
    );
    const body = text([occupied, joined]);
    const first = await handle(post(body));
    expect(first.status).toBe(500);
    expect(await first.text()).not.toContain('hunter2');
    expect((await handle(post(body))).status).toBe(200);
    expect(channel_occupied).toHaveBeenCalledOnce();
    expect(member_added).toHaveBeenCalledTimes(2);
    expect(onError).toHaveBeenCalledOnce();
  });
});

describe('memorySeen', () => {
  it('forgets after ten minutes and keeps no more than its limit', () => {
    const seen = memorySeen({ limit: 2 });
    for (const id of ['a', 'b', 'c']) seen.add(id);
    expect(['a', 'b', 'c'].map((id) => seen.has(id))).toEqual([false, true, true]);
    for (const id of ['b', 'd']) seen.add(id);
    expect(['b', 'c', 'd'].map((id) => seen.has(id))).toEqual([true, false, true]);
    vi.setSystemTime(now + 600_001);
    expect(seen.has('b')).toBe(false);
  });
});
