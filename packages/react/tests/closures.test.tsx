import { renderHook } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { useChannel, useChannels, useGap, usePresence, usePusherEvent } from '../src/index.ts';
import { stage } from './support/stage.tsx';

const room = 'presence-room';

it('acquires its leases once for any number of renders with everything inline (3)', async () => {
  const { wrapper, advance, client } = stage();
  const acquire = vi.spyOn(client, 'acquire');
  const { rerender } = renderHook(
    ({ tag }: { tag: number }) => {
      usePusherEvent(['a', 'b'], () => tag, { channel: room });
      usePusherEvent('a', null, { channel: room, reduce: (sum: number) => sum + tag, initial: tag });
      useChannel(room, { enabled: true });
      useChannels([room, 'orders']);
      usePresence({ pattern: 'presence-{name}', params: { name: 'room' } }, ({ count }) => count + tag);
      useGap(room, () => tag);
    },
    { wrapper, initialProps: { tag: 0 } },
  );
  await advance();
  acquire.mockClear();
  for (let tag = 1; tag <= 50; tag += 1) rerender({ tag });
  await advance(10_000);
  expect(acquire).not.toHaveBeenCalled();
});

it('loses no event while a closed-over value changes (3, 4)', async () => {
  const { wrapper, advance, server, auth } = stage({ grace: 0 });
  const seen: string[] = [];
  const { rerender } = renderHook(
    ({ tag }: { tag: number }) =>
      usePusherEvent<number>('a', (data) => seen.push(`${data} in ${tag}`), { channel: 'private-orders' }),
    { wrapper, initialProps: { tag: 0 } },
  );
  await advance();
  for (let tag = 1; tag <= 5; tag += 1) {
    // On its way while the component renders.
    server.trigger('private-orders', 'a', tag);
    rerender({ tag });
    await advance(1);
  }
  expect(seen).toEqual(['1 in 1', '2 in 2', '3 in 3', '4 in 4', '5 in 5']);
  expect([auth.requests.length, server.received('pusher:subscribe').length]).toEqual([1, 1]);
});

it('receives nothing once disabled, whatever else changes (4)', async () => {
  const { wrapper, advance, send } = stage();
  const handler = vi.fn();
  const { rerender } = renderHook(
    ({ enabled }: { enabled: boolean; tag: number }) => {
      usePusherEvent('a', () => handler(), { channel: 'orders', enabled });
      // Somebody else keeps the channel.
      useChannel('orders');
    },
    { wrapper, initialProps: { enabled: true, tag: 0 } },
  );
  await advance();
  await send('orders', 'a', 1);
  for (let tag = 0; tag < 3; tag += 1) {
    rerender({ enabled: false, tag });
    await send('orders', 'a', 2);
  }
  expect(handler).toHaveBeenCalledTimes(1);
  rerender({ enabled: true, tag: 4 });
  await send('orders', 'a', 3);
  expect(handler).toHaveBeenCalledTimes(2);
});

it('sends with the trigger of an unmounted component, or rejects with a code (2)', async () => {
  const { wrapper, advance, server } = stage({ grace: 0 });
  const { result, unmount } = renderHook(() => [useChannel('private-chat'), useChannel(null)] as const, {
    wrapper,
  });
  await advance();
  const [chat, none] = result.current;
  unmount();
  await advance();
  expect(server.subscribers('private-chat')).toHaveLength(0);
  const sent = chat.trigger('client-typing', true);
  await advance();
  await sent;
  await advance();
  expect(server.received('client-typing')).toHaveLength(1);
  expect(server.subscribers('private-chat')).toHaveLength(0);
  await expect(none.trigger('client-typing', true)).rejects.toMatchObject({ code: 'CK307' });
});
