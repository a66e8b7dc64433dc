import { channel, defineChannels, event } from '@channelkit/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createAuthHandler, createEventLog, createUserAuthHandler, PusherService } from '../src/index.ts';
import { createMemoryDatabase } from '../src/testing/index.ts';
import { config, silent } from './fixtures.ts';
import { startRecorder } from './recorder.ts';

const person = z.object({ name: z.string() });
const channels = defineChannels({
  'private-people': {
    changed: person,
    moved: z.object({ people: z.array(person), by: person.optional() }),
    untyped: event<{ name: string }>(),
  },
  'private-encrypted-people': { changed: person },
  'presence-room': channel({ member: person, events: { said: person } }),
});
/** A database row, which fits the schema's type. */
const row = { name: 'Ada', passwordHash: 'scrypt$hunter2', team: { token: 'hunter2' } };
const url = 'https://app.example/';

async function setUp() {
  const recorder = await startRecorder();
  onTestFinished(recorder.stop);
  const at = { ...config, host: '127.0.0.1', port: recorder.port, tls: false };
  return { pusher: new PusherService(at, { channels, ...silent }), recorder };
}

describe('only what the contract declares leaves the server (13)', () => {
  it('in trigger and triggerBatch, in nested objects and lists too', async () => {
    const { pusher, recorder } = await setUp();
    const results = [
      await pusher.trigger('private-people', 'changed', row),
      await pusher.trigger('private-people', 'moved', { people: [row, row], by: row }),
      await pusher.triggerBatch([
        { channel: 'private-people', event: 'changed', data: row },
        { channel: 'presence-room', event: 'said', data: row },
      ]),
      await pusher.triggerBatch(['private-people'], 'changed', row),
    ];
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true, true]);
    const bodies = recorder.requests.map(({ body }) => body);
    expect(bodies.join()).not.toMatch(/hunter2|passwordHash/);
    expect(JSON.parse(bodies[1] ?? '').data).toBe(
      '{"people":[{"name":"Ada"},{"name":"Ada"}],"by":{"name":"Ada"}}',
    );
    expect(row).toHaveProperty('passwordHash');
  });

  it('in the user_info of a presence member, from the handler and from the service', async () => {
    const { pusher } = await setUp();
    const direct = await pusher.authenticateChannel('presence-room', '1.2', {
      user_id: 7,
      user_info: row,
      ...{ email: 'hunter2' },
    });
    const handler = createAuthHandler(pusher, {
      authenticate: () => row,
      authorize: {
        'private-people': () => true,
        'private-encrypted-people': () => true,
        'presence-room': ({ user }) => ({ user_id: 7, user_info: user, ...{ email: 'hunter2' } }),
      },
    });
    const body = new URLSearchParams({ socket_id: '1.2', channel_name: 'presence-room' });
    const answer = await (await handler(new Request(url, { method: 'POST', body }))).json();
    for (const { channel_data } of [direct as { channel_data: string }, answer])
      expect(channel_data).toBe('{"user_id":7,"user_info":{"name":"Ada"}}');
  });

  it('in a sign-in: id, user_info and watchlist only', async () => {
    const { pusher } = await setUp();
    const user = { ...row, id: '7', user_info: { name: 'Ada' }, watchlist: ['8'] };
    const direct = await pusher.authenticateUser('1.2', user);
    const handler = createUserAuthHandler(pusher, { authenticate: () => user });
    const body = new URLSearchParams({ socket_id: '1.2' });
    const answer = await (await handler(new Request(url, { method: 'POST', body }))).json();
    for (const { user_data } of [direct as { user_data: string }, answer])
      expect(user_data).toBe('{"id":"7","user_info":{"name":"Ada"},"watchlist":["8"]}');
  });

  it('in the table of an event log', async () => {
    const { pusher } = await setUp();
    const { port, events, transaction } = createMemoryDatabase();
    const log = createEventLog(pusher, port);
    await transaction((tx) => log.append(tx, { channel: 'private-people', event: 'changed', data: row }));
    expect(events().map(({ data }) => data)).toEqual(['{"name":"Ada"}']);
  });

  it('except through event<T>(), which declares a type and checks nothing', async () => {
    const { pusher, recorder } = await setUp();
    await pusher.trigger('private-people', 'untyped', row);
    expect(JSON.parse(recorder.requests[0]?.body ?? '').data).toBe(JSON.stringify(row));
  });

  it('and a channel that the contract does not have is not signed (14)', async () => {
    const { pusher } = await setUp();
    const member = { user_id: 7, user_info: row };
    expect(await pusher.authenticateChannel('presence-other', '1.2', member)).toMatchObject({
      error: { code: 'CK106' },
    });
  });
});
