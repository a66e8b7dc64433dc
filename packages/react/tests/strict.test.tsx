import { act, render, screen } from '@testing-library/react';
import { type ReactNode, useState } from 'react';
import { expect, it } from 'vitest';
import {
  useChannel,
  useChannels,
  useGap,
  useLiveRefresh,
  usePresence,
  usePusherEvent,
} from '../src/index.ts';
import { stage } from './support/stage.tsx';

const room = 'presence-room';

/** Every hook, everything inline. */
function Everything({ tag }: { tag: string }) {
  usePusherEvent(['a', 'b'], () => tag, { channel: room });
  usePusherEvent('a', null, {
    channel: { pattern: 'presence-{x}', params: { x: 'room' } },
    reduce: (n: number) => n + 1,
    initial: 0,
  });
  usePusherEvent('a');
  useChannel(room);
  useChannels([room, 'private-orders']);
  usePresence(room, ({ members }) => members.map(({ id }) => id));
  useGap(room, () => {});
  useLiveRefresh(room, () => {}, { dataUpdatedAt: Number.POSITIVE_INFINITY });
  return tag;
}

const setUp = async (options: { grace?: number } = {}) => {
  const made = stage({ ...options, userId: 7, userChannel: 'private-user.{userId}' });
  const Wrapper = made.wrapper;
  const page = (children: ReactNode) => <Wrapper>{children}</Wrapper>;
  const view = render(page(<Everything tag="first" />));
  await made.advance();
  const wire = () => [made.server.frames.length, made.auth.requests.length];
  return { ...made, ...view, page, wire };
};

it('keeps one socket and one subscription per channel under StrictMode, for any number of hooks (1, 3)', async () => {
  const { server, auth } = await setUp({ grace: 0 });
  expect(server.connectCount).toBe(1);
  expect(server.received('pusher:unsubscribe')).toHaveLength(0);
  for (const name of [room, 'private-orders', 'private-user.7']) {
    expect(server.received('pusher:subscribe', name)).toHaveLength(1);
    expect(auth.requestsFor(name)).toHaveLength(1);
  }
});

it('sends nothing for 50 renders with everything inline (3)', async () => {
  const { rerender, page, wire, advance } = await setUp({ grace: 0 });
  const before = wire();
  for (let index = 0; index < 50; index += 1) rerender(page(<Everything tag={`render ${index}`} />));
  await advance(10_000);
  expect(wire()).toEqual(before);
});

it('sends nothing when pages are swapped, whatever the grace (3)', async () => {
  const { rerender, page, wire, advance } = await setUp({ grace: 0 });
  const before = wire();
  for (const name of ['b', 'c', 'd']) {
    rerender(page(<Everything key={name} tag={name} />));
    await advance(1);
  }
  await advance(10_000);
  expect(wire()).toEqual(before);
});

it('sends nothing when a page is left and entered again within the grace (3)', async () => {
  const { rerender, page, wire, advance } = await setUp();
  const before = wire();
  rerender(page(null));
  await advance(400);
  rerender(page(<Everything tag="back" />));
  await advance(10_000);
  expect(wire()).toEqual(before);
});

it('loses no event when pages are swapped (3, 4)', async () => {
  const made = stage({ grace: 0 });
  const seen: unknown[] = [];
  function Listener({ name }: { name: string }) {
    usePusherEvent('a', (data) => seen.push([name, data]), { channel: 'orders' });
    return null;
  }
  function App() {
    const [name, setName] = useState('one');
    return (
      <>
        <button type="button" onClick={() => setName('two')}>
          swap
        </button>
        <Listener key={name} name={name} />
      </>
    );
  }
  const Wrapper = made.wrapper;
  render(
    <Wrapper>
      <App />
    </Wrapper>,
  );
  await made.advance();
  await made.send('orders', 'a', 1);
  made.server.trigger('orders', 'a', 2);
  act(() => screen.getByRole('button').click());
  await made.advance();
  expect(seen).toEqual([
    ['one', 1],
    ['two', 2],
  ]);
});

it('shows held channels as live, with their members, from the first render after a swap of pages', async () => {
  const { wrapper: Wrapper, advance } = stage();
  const seen: string[] = [];
  function Page() {
    const { status } = useChannel(room);
    const { isLive } = usePusherEvent('a', null, { channel: room });
    const [item] = useChannels([room]);
    const { count, isStale } = usePresence(room);
    const ids = usePresence(room, ({ members }) => members.map(({ id }) => id));
    seen.push(`${status} ${isLive} ${item?.status} ${count} ${isStale} ${ids.join()}`);
    return null;
  }
  const { rerender } = render(
    <Wrapper>
      <Page key="one" />
    </Wrapper>,
  );
  await advance();
  seen.length = 0;
  rerender(
    <Wrapper>
      <Page key="two" />
    </Wrapper>,
  );
  await advance();
  expect(new Set(seen)).toEqual(new Set(['subscribed true subscribed 1 false me']));
});
