import { act, renderHook } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { stage } from '../tests/support/stage.tsx';
import { usePresence } from './usePresence.ts';

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
    expect(result.current.members.map(({ id }) => id)).toEqual(['me', 'ann']);
    expect(result.current.members[0]).toBe(me);
  });

  it('is right for a component that comes late, and after a reconnect', async () => {
    const { wrapper, advance, server } = stage();
    const first = renderHook(() => usePresence('presence-chat'), { wrapper });
    await advance();
    server.send(joined('ann', 'Ann'));
    await advance(1);
    const late = renderHook(() => usePresence('presence-chat'), { wrapper });
    expect(late.result.current).toBe(first.result.current);
    server.drop();
    await advance(1);
    expect(late.result.current).toMatchObject({ count: 2, isStale: true });
    await advance(2_000);
    expect(late.result.current).toMatchObject({ count: 1, isStale: false });
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
    const before = result.current;
    renders.mockClear();
    server.send(joined('bob', 'Bob'));
    await advance(1);
    expect(renders).not.toHaveBeenCalled();
    expect(result.current).toBe(before);
  });

  it('shows nobody of the old room, and nobody at all for null', async () => {
    const { wrapper, advance } = stage();
    const seen: number[] = [];
    const { rerender } = renderHook(
      ({ room }: { room: string | null }) => {
        seen.push(usePresence(room).count);
      },
      { wrapper, initialProps: { room: 'presence-chat' as string | null } },
    );
    await advance();
    expect(seen.at(-1)).toBe(1);
    seen.length = 0;
    rerender({ room: null });
    expect(seen.every((count) => count === 0)).toBe(true);
    await act(async () => {});
  });
});
