import { renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Frames, stage, stubFrames } from '../../tests/support/stage.tsx';
import { usePresence } from './usePresence.ts';

let frames: Frames;
beforeEach(() => {
  frames = stubFrames();
});
afterEach(() => vi.unstubAllGlobals());

const joined = (id: string, name: string) => ({
  event: 'pusher_internal:member_added',
  channel: 'presence-chat',
  data: JSON.stringify({ user_id: id, user_info: { name } }),
});

describe('usePresence', () => {
  it('shows the members, me and the count', async () => {
    const { wrapper, advance, server } = stage();
    const { result } = renderHook(() => usePresence<{ name: string }>('presence-chat'), { wrapper });
    expect(result.current).toEqual({ members: [], me: null, count: 0, isStale: true });
    await advance();
    expect(result.current).toMatchObject({ count: 1, me: { id: 'me' }, isStale: false });
    const [me] = result.current.members;
    server.send(joined('ann', 'Ann'));
    await advance(1);
    frames.paint();
    expect(result.current.members.map(({ id }) => id)).toEqual(['me', 'ann']);
    expect(result.current.members[0]).toBe(me);
  });

  it('is correct for a component that mounts late, and after a reconnect', async () => {
    const { wrapper, advance, server } = stage();
    const first = renderHook(() => usePresence('presence-chat'), { wrapper });
    await advance();
    server.send(joined('ann', 'Ann'));
    await advance(1);
    frames.paint();
    const late = renderHook(() => usePresence('presence-chat'), { wrapper });
    expect(late.result.current).toBe(first.result.current);
    server.drop();
    await advance(1);
    expect(late.result.current).toMatchObject({ count: 2, isStale: true });
    await advance(2_000);
    expect(late.result.current).toMatchObject({ count: 1, isStale: false });
  });

  it('requests no frame after it unmounts while others stay (15)', async () => {
    const { wrapper, advance, server, client } = stage();
    client.acquire('presence-chat');
    const { unmount } = renderHook(() => usePresence('presence-chat'), { wrapper });
    await advance();
    unmount();
    await advance();
    server.send(joined('ann', 'Ann'));
    await advance(1);
    expect(client.peekMembers('presence-chat')).toMatchObject({ count: 2 });
    expect(frames.pending).toBe(0);
  });

  it('renders again only when the selection changes, with an inline selector', async () => {
    const { wrapper, advance, server } = stage();
    const renders = vi.fn();
    const { result } = renderHook(
      () => {
        renders();
        return usePresence('presence-chat', ({ members }) => members.filter(({ id }) => id.startsWith('a')));
      },
      { wrapper },
    );
    await advance();
    server.send(joined('ann', 'Ann'));
    await advance(1);
    frames.paint();
    const before = result.current;
    renders.mockClear();
    server.send(joined('bob', 'Bob'));
    await advance(1);
    frames.paint();
    expect(renders).not.toHaveBeenCalled();
    expect(result.current).toBe(before);
  });

  it('shows changes of a member, live and after a reconnect', async () => {
    const { wrapper, advance, server } = stage();
    const { result } = renderHook(
      () =>
        usePresence<string, { name: string } | null>(
          'presence-chat',
          ({ members }) => members.at(-1)?.info?.name ?? '',
        ),
      { wrapper },
    );
    await advance();
    server.rooms.addMember('presence-chat', 'ann', { name: 'Ann' });
    await advance(1);
    server.send(joined('ann', 'Anna'));
    await advance(1);
    frames.paint();
    expect(result.current).toBe('Anna');
    server.rooms.removeMember('presence-chat', 'ann');
    server.rooms.addMember('presence-chat', 'ann', { name: 'Annabel' });
    server.drop();
    await advance(2_000);
    expect(result.current).toBe('Annabel');
  });

  it('shows no member of the previous room, even if the new one is denied, and none for null', async () => {
    const { wrapper, advance, auth } = stage();
    const seen: number[] = [];
    const { rerender } = renderHook(
      ({ room }: { room: string | null }) => {
        seen.push(usePresence(room).count);
      },
      { wrapper, initialProps: { room: 'presence-chat' as string | null } },
    );
    auth.answer(403, { channel: 'presence-denied' });
    for (const room of ['presence-denied', null]) {
      rerender({ room: 'presence-chat' });
      await advance();
      expect(seen.at(-1)).toBe(1);
      seen.length = 0;
      rerender({ room });
      await advance();
      expect(new Set(seen)).toEqual(new Set([0]));
    }
  });
});
