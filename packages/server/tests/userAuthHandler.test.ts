import Pusher from 'pusher';
import { describe, expect, it, vi } from 'vitest';
import { createUserAuthHandler, PusherService, type SignInUser } from '../src/index.ts';
import { config, credentials } from './fixtures.ts';

const user: SignInUser = { id: '7', user_info: { name: 'Ada' }, watchlist: ['8'] };
const onError = vi.fn();
const post = (who: SignInUser | null, fields: Record<string, string> = { socket_id: '1.2' }) =>
  createUserAuthHandler(new PusherService(config), { authenticate: async () => who, onError })(
    new Request('https://app.example/api/pusher/user-auth', {
      method: 'POST',
      body: new URLSearchParams(fields),
    }),
  );

describe('createUserAuthHandler', () => {
  it('signs the user of the session as the official library does', async () => {
    const response = await post(user, { socket_id: '1.2', user_data: '{"id":"1"}' });
    expect(response.status).toBe(200);
    const official = new Pusher({ ...credentials, cluster: 'mt1' });
    expect(await response.json()).toEqual(official.authenticateUser('1.2', { ...user, watchlist: ['8'] }));
  });

  it.each<[string, SignInUser | null, Record<string, string>, number]>([
    ['nobody', null, { socket_id: '1.2' }, 401],
    ['a malformed socket id', user, { socket_id: '1.2::user::{}' }, 400],
    ['no socket id', user, {}, 400],
    ['a user without an id', { id: '' }, { socket_id: '1.2' }, 401],
    ['a user whose id is a number', { id: 7 as unknown as string }, { socket_id: '1.2' }, 500],
    ['a watchlist of 101', { id: '7', watchlist: Array(101).fill('8') }, { socket_id: '1.2' }, 500],
  ])('refuses %s (14)', async (_, who, fields, status) => {
    const response = await post(who, fields);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain('"auth"');
  });
});
