import { renderHook } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { createRealtimeHooks, defineChannels, useSignIn, useUserEvent, useWatchlist } from '../src/index.ts';
import { type Stage, stage } from './support/stage.tsx';

function signedInStage(): Stage {
  const made = stage({ userId: undefined });
  made.client.configure({ userAuth: { authenticate: made.auth.authenticate } });
  return made;
}

async function signIn({ client, auth, advance }: Stage, id: string): Promise<void> {
  auth.user = { id };
  client.user.set(id);
  client.connect();
  await advance();
}

async function sendWatchlist({ server, advance }: Stage, name: 'online' | 'offline', ids: readonly string[]) {
  server.send({ event: 'pusher_internal:watchlist_events', data: { events: [{ name, user_ids: ids }] } });
  await advance();
}

it('useSignIn returns the state of the sign-in and the reason for a failure', async () => {
  const made = signedInStage();
  const { result } = renderHook(() => useSignIn(), { wrapper: made.wrapper });
  expect(result.current).toEqual({ userId: null, state: 'off', isSignedIn: false, error: null });
  await signIn(made, '7');
  expect(result.current).toEqual({ userId: '7', state: 'signed-in', isSignedIn: true, error: null });
  made.auth.answer(403);
  await signIn(made, '8');
  await made.advance(5_000);
  expect(result.current).toMatchObject({ userId: '8', isSignedIn: false, error: { code: 'CK211' } });
});

it('useUserEvent runs the latest handler for events of the signed-in user, until it unmounts (4, 15)', async () => {
  const made = signedInStage();
  const [early, late] = [vi.fn(), vi.fn()];
  const { rerender, unmount } = renderHook(
    ({ handler, enabled }) => useUserEvent<{ text: string }>('notice', handler, { enabled }),
    { wrapper: made.wrapper, initialProps: { handler: early, enabled: true } },
  );
  await signIn(made, '7');
  const send = async (text: string) => {
    made.server.sendToUser('7', 'notice', { text });
    await made.advance();
  };
  await send('first');
  rerender({ handler: late, enabled: true });
  await send('second');
  rerender({ handler: late, enabled: false });
  await send('not enabled');
  rerender({ handler: late, enabled: true });
  unmount();
  await send('unmounted');
  expect(early.mock.calls).toEqual([[{ text: 'first' }]]);
  expect(late.mock.calls).toEqual([[{ text: 'second' }]]);
});

it('useWatchlist returns who is online, and starts empty for another user', async () => {
  const made = signedInStage();
  const handler = vi.fn();
  const { result } = renderHook(() => useWatchlist(handler), { wrapper: made.wrapper });
  await signIn(made, '7');
  await sendWatchlist(made, 'online', ['8', '9']);
  await sendWatchlist(made, 'offline', ['8']);
  expect(result.current).toEqual(['9']);
  expect(handler.mock.calls).toEqual([
    [{ name: 'online', userIds: ['8', '9'] }],
    [{ name: 'offline', userIds: ['8'] }],
  ]);
  await signIn(made, '8');
  expect(result.current).toEqual([]);
});

it('createRealtimeHooks returns the three hooks too', async () => {
  const made = signedInStage();
  const hooks = createRealtimeHooks(defineChannels({}));
  const handler = vi.fn();
  const { result } = renderHook(
    () => {
      hooks.useUserEvent('notice', handler);
      return [hooks.useSignIn().state, hooks.useWatchlist()];
    },
    { wrapper: made.wrapper },
  );
  await signIn(made, '7');
  made.server.sendToUser('7', 'notice', 1);
  await sendWatchlist(made, 'online', ['9']);
  expect(result.current).toEqual(['signed-in', ['9']]);
  expect(handler).toHaveBeenCalledExactlyOnceWith(1);
});
