import { renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { stage } from '../../tests/support/stage.tsx';
import { useChannels } from './useChannels.ts';

describe('useChannels', () => {
  it('holds a changing list without touching the channels that stay (2, 3)', async () => {
    const { wrapper, advance, server } = stage({ grace: 0 });
    const { result, rerender } = renderHook(
      ({ rooms }: { rooms: string[] }) => useChannels(rooms.map((room) => `room-${room}`)),
      {
        wrapper,
        initialProps: { rooms: ['a', 'b'] },
      },
    );
    expect(result.current.map(({ channel, status }) => `${channel} ${status}`)).toEqual([
      'room-a subscribing',
      'room-b subscribing',
    ]);
    await advance();
    const frames = server.frames.length;
    rerender({ rooms: ['a', 'b'] });
    await advance();
    expect(server.frames).toHaveLength(frames);
    rerender({ rooms: ['b', 'c', 'd'] });
    await advance();
    expect(result.current.map(({ channel, isLive }) => `${channel} ${isLive}`)).toEqual([
      'room-b true',
      'room-c true',
      'room-d true',
    ]);
    expect(
      server.received('pusher:subscribe').map(({ data }) => (data as { channel: string }).channel),
    ).toEqual(['room-a', 'room-b', 'room-c', 'room-d']);
    expect(server.received('pusher:unsubscribe')).toHaveLength(1);
  });

  it('knows from the first render whether others hold a channel', async () => {
    const { wrapper, advance, client } = stage();
    client.acquire('room-a');
    await advance();
    const seen: string[] = [];
    renderHook(
      () =>
        seen.push(
          useChannels(['room-a', 'room-b'])
            .map(({ status }) => status)
            .join(),
        ),
      { wrapper },
    );
    expect(seen[0]).toBe('subscribed,subscribing');
  });

  it('follows a list that grows and one that is reordered', async () => {
    const { wrapper, advance } = stage();
    const { result, rerender } = renderHook(({ rooms }) => useChannels(rooms).map(({ channel }) => channel), {
      wrapper,
      initialProps: { rooms: ['a'] },
    });
    for (const rooms of [
      ['a', 'b'],
      ['b', 'a'],
    ]) {
      rerender({ rooms });
      await advance();
      expect(result.current).toEqual(rooms);
    }
  });

  it('keeps the item of a channel when another one changes', async () => {
    const { wrapper, advance, auth } = stage();
    auth.answer({ delay: 1_000 }, { channel: 'private-b' });
    const { result } = renderHook(() => useChannels(['room-a', 'private-b']), { wrapper });
    await advance();
    const [before] = result.current;
    expect(result.current.map(({ status }) => status)).toEqual(['subscribed', 'subscribing']);
    await advance(2_000);
    expect(result.current.map(({ status }) => status)).toEqual(['subscribed', 'subscribed']);
    expect(result.current[0]).toBe(before);
  });

  it('accepts duplicate names, no names and refused names', async () => {
    const { wrapper, advance, server } = stage();
    const { result } = renderHook(() => [useChannels(['x', 'x', 'not ok']), useChannels([])] as const, {
      wrapper,
    });
    await advance();
    expect(result.current[0].map(({ status }) => status)).toEqual(['subscribed', 'subscribed', 'failed']);
    expect(result.current[1]).toEqual([]);
    expect(server.received('pusher:subscribe')).toHaveLength(1);
  });

  it('holds nothing while disabled', async () => {
    const { wrapper, advance, server } = stage();
    const { result } = renderHook(() => useChannels(['x'], { enabled: false }), { wrapper });
    await advance();
    expect(result.current).toMatchObject([{ channel: null, status: 'idle', reason: 'it is not enabled' }]);
    expect(server.connectCount).toBe(0);
  });
});
