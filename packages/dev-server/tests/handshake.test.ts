import { describe, expect, it, onTestFinished } from 'vitest';
import { closeCodes, reactionTo } from '../src/index.ts';
import { textFrame } from '../src/protocol/frame.ts';
import { openRaw, socketIdOf } from './support/rawSocket.ts';
import { app, startTestServer } from './support/testServer.ts';

describe('a connection', () => {
  it('is greeted first, with a socket id and an activity timeout', async () => {
    const server = await startTestServer({ activityTimeout: 77 });
    const raw = openRaw(server);
    expect(await socketIdOf(raw)).toMatch(/^\d+\.\d+$/);
    expect(JSON.parse(String(raw.frames[0]?.data))).toMatchObject({ activity_timeout: 77 });
  });

  it.each([
    [4001, '/app/nobody?protocol=7'],
    [4005, '/elsewhere?protocol=7'],
    [4005, '/app/test-key/more?protocol=7'],
    [4001, '/app/..%2Ftest-key?protocol=7'],
    [4006, '/app/test-key?protocol=7&version=not-a-version'],
    [4007, '/app/test-key?protocol=3'],
    [4007, '/app/test-key?protocol=seven'],
  ])('is closed with %i at %s', async (code, path) => {
    expect(await openRaw(await startTestServer(), path).closed).toBe(code);
  });

  it('to an unknown app learns the key, shortened and without control characters', async () => {
    const raw = openRaw(await startTestServer(), `/app/%0a${'k'.repeat(80)}?protocol=7`);
    expect(await raw.frame('pusher:error')).toMatchObject({
      data: { code: 4001, message: `Application key ?0a${'k'.repeat(61)} does not exist` },
    });
  });

  it('is closed with 4008 without a protocol when strict', async () => {
    expect(await openRaw(await startTestServer({ strict: true }), '/app/test-key').closed).toBe(4008);
  });

  it('is closed with 4003 for a disabled app and 4004 over its quota', async () => {
    const disabled = await startTestServer({ apps: [{ ...app, enabled: false }] });
    expect(await openRaw(disabled).closed).toBe(closeCodes.appDisabled);
    const full = await startTestServer({ apps: [{ ...app, maxConnections: 1 }] });
    await openRaw(full).frame('pusher:connection_established');
    expect(await openRaw(full).closed).toBe(closeCodes.overQuota);
  });

  it('is closed with 4009 when it is not authorized in time', async () => {
    const server = await startTestServer({ apps: [{ ...app, authorizeWithin: 20 }] });
    expect(await openRaw(server).closed).toBe(closeCodes.unauthorized);
  });

  it('is pinged by a WebSocket ping when idle, and closed with 4201 without an answer', async () => {
    const server = await startTestServer({ activityTimeout: 0.03, pongTimeout: 0.03 });
    const raw = openRaw(server, undefined, { autoPong: false });
    let pings = 0;
    raw.socket.on('ping', () => (pings += 1));
    expect(await raw.closed).toBe(closeCodes.pongMissing);
    expect(pings).toBe(1);
    expect(raw.frames.map(({ event }) => event)).toEqual(['pusher:connection_established']);
  });

  it('stays open when it answers the pings', async () => {
    const server = await startTestServer({ activityTimeout: 0.02, pongTimeout: 0.3 });
    const raw = openRaw(server);
    let pings = 0;
    raw.socket.on('ping', () => (pings += 1));
    await expect.poll(() => pings).toBeGreaterThan(2);
    expect(server.connections()).toHaveLength(1);
  });

  it('stays open by WebSocket pings alone, as the native clients keep it', async () => {
    const server = await startTestServer({ activityTimeout: 0.1, pongTimeout: 0.1 });
    const [native, silent] = [0, 1].map(() => openRaw(server, undefined, { autoPong: false }));
    await native?.frame('pusher:connection_established');
    const timer = setInterval(() => native?.socket.ping(), 20);
    onTestFinished(() => clearInterval(timer));
    expect(await silent?.closed).toBe(closeCodes.pongMissing);
    expect(server.connections()).toHaveLength(1);
  });

  it('learns the cause by pusher:error before a close when it speaks a protocol before 6', async () => {
    const server = await startTestServer();
    const eventsAtClose = async (protocol: number) => {
      const raw = openRaw(server, `/app/test-key?protocol=${protocol}`);
      await raw.frame('pusher:connection_established');
      server.drop({ code: 4200, reason: 'gone' });
      expect(await raw.closed).toBe(4200);
      return raw.frames.slice(1);
    };
    expect(await eventsAtClose(5)).toEqual([
      { event: 'pusher:error', data: { code: 4200, message: 'gone' } },
    ]);
    expect(await eventsAtClose(7)).toEqual([]);
  });

  it('receives pongs for its pings, of the protocol and of WebSockets', async () => {
    const raw = openRaw(await startTestServer());
    await raw.opened;
    const pong = new Promise((resolve) => raw.socket.on('pong', resolve));
    raw.socket.ping();
    raw.send({ event: 'pusher:ping', data: {} });
    expect(await raw.frame('pusher:pong')).toEqual({ event: 'pusher:pong', data: '{}' });
    await pong;
  });
});

it.each([
  [4000, 'tls'],
  [4001, 'refused'],
  [4009, 'refused'],
  [4100, 'backoff'],
  [4200, 'retry'],
  [4301, 'refused'],
  [1006, 'closed'],
  [1002, 'backoff'],
] as const)('knows how clients react to %i', (code, reaction) => {
  expect(reactionTo(code)).toBe(reaction);
});

it.each([0, 125, 126, 65_535, 65_536])(
  'frames a text of %i bytes so that a WebSocket client can read it',
  async (length) => {
    const server = await startTestServer({ limits: { eventData: 100_000 } });
    const raw = openRaw(server);
    await raw.opened;
    const text = 'x'.repeat(length);
    server.malformed({ frame: text });
    await expect.poll(() => raw.texts.includes(text)).toBe(true);
    expect(textFrame(text).subarray(-length || undefined).length).toBeGreaterThanOrEqual(length);
  },
);
