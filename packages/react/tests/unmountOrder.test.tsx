import { createTestClient, FakeAuth } from '@channelkit/core/testing';
import { render } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useChannel, usePresence, usePusherEvent } from '../src/index.ts';
import { stage } from './support/stage.tsx';

function Holder({ channel, log }: { channel: string; log?: unknown[] }) {
  usePusherEvent('a', (data) => log?.push(data), { channel });
  return null;
}

it('acquires the new channel before it releases the old one', async () => {
  const { wrapper, advance, client } = stage({ grace: 0 });
  const order: string[] = [];
  const { rerender } = render(<Holder channel="one" />, { wrapper });
  await advance();
  client.observe((event) => {
    if (event.type === 'added' || event.type === 'removed') order.push(`${event.type} ${event.channel}`);
  });
  rerender(<Holder channel="two" />);
  await advance();
  expect(order).toEqual(['added two', 'removed one']);
});

it("is not ended by a sibling's unmount, in any order (2)", async () => {
  const { wrapper: Wrapper, advance, send, server } = stage({ grace: 0 });
  const log: unknown[] = [];
  const page = (keys: string[]) => (
    <Wrapper>
      {keys.map((key) => (
        <Holder key={key} channel="orders" log={log} />
      ))}
    </Wrapper>
  );
  const { rerender } = render(page(['a', 'b', 'c']));
  await advance();
  for (const keys of [['b', 'c'], ['c', 'd'], ['d']]) {
    rerender(page(keys));
    await advance();
    log.length = 0;
    await send('orders', 'a', keys.join());
    expect(log).toHaveLength(keys.length);
  }
  rerender(page([]));
  await advance();
  expect(server.received('pusher:subscribe')).toHaveLength(1);
  expect(server.subscribers('orders')).toHaveLength(0);
});

it('joins once for several components, and leaves with the last (2, 3)', async () => {
  const { wrapper: Wrapper, advance, server, timers } = stage({ grace: 0 });
  const { client } = createTestClient({
    timers,
    server,
    auth: new FakeAuth({ timers, user: { id: 'other' } }),
  });
  const lease = client.acquire('presence-room');
  await advance();
  const seen: string[][] = [];
  lease.members.subscribe(() => seen.push(lease.members.getSnapshot().members.map(({ id }) => id)));
  const Room = () => <>{usePresence('presence-room').count}</>;
  const page = (keys: string[]) => (
    <Wrapper>
      {keys.map((key) => (
        <Room key={key} />
      ))}
    </Wrapper>
  );
  const { rerender } = render(page(['a', 'b']));
  await advance();
  for (const keys of [['b'], ['c'], ['c', 'd']]) {
    rerender(page(keys));
    await advance();
  }
  expect(seen).toEqual([['other', 'me']]);
  rerender(page([]));
  await advance();
  expect(seen).toEqual([['other', 'me'], ['other']]);
  client.dispose();
});

it('leaves nothing behind when it unmounts before the transport loads (2, 15)', async () => {
  const { wrapper, advance, server, timers, client } = stage({ grace: 0 });
  function Both() {
    useChannel('private-orders');
    return null;
  }
  const { unmount } = render(<Both />, { wrapper });
  unmount();
  await advance(60_000);
  expect(server.received('pusher:subscribe')).toHaveLength(0);
  expect(client.inspect().channels).toEqual([]);
  expect(timers.pending).toBe(0);
});
