import { act, render, screen } from '@testing-library/react';
import { Activity, type ComponentType } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  PusherProvider,
  useChannel,
  useChannels,
  useLiveRefresh,
  usePresence,
  usePusherContext,
  usePusherEvent,
} from '../src/index.ts';
import { type Frames, paintedStage, type Stage, stage, stubFrames } from './support/stage.tsx';
import { room, subjects } from './support/subjects.tsx';

type Mode = 'visible' | 'hidden';

/** The page of a test, shown or hidden. */
const pageOf = (Wrapper: Stage['wrapper'], Page: ComponentType) => (mode: Mode) => (
  <Wrapper>
    <Activity mode={mode}>
      <Page />
    </Activity>
  </Wrapper>
);

let frames: Frames;
beforeEach(() => {
  frames = stubFrames();
});
afterEach(() => vi.unstubAllGlobals());

describe('Activity', () => {
  it('releases the channel while hidden, reports it, and acquires it again (2)', async () => {
    const { wrapper: Wrapper, advance, send, server } = stage();
    const handler = vi.fn();
    function Page() {
      const { data, status } = usePusherEvent<number>('a', handler, { channel: 'x' });
      return <p>{`${status} ${data}`}</p>;
    }
    const page = pageOf(Wrapper, Page);
    const { rerender } = render(page('visible'));
    await advance();
    await send('x', 'a', 1);
    frames.paint();
    expect(screen.getByText('subscribed 1')).toBeDefined();
    rerender(page('hidden'));
    await advance(4_000);
    await send('x', 'a', 2);
    expect(handler).toHaveBeenCalledTimes(1);
    await advance(2_000);
    expect(server.subscribers('x')).toHaveLength(0);
    rerender(page('visible'));
    await advance();
    await send('x', 'a', 3);
    frames.paint();
    expect(screen.getByText('subscribed 3')).toBeDefined();
    expect(handler).toHaveBeenCalledTimes(2);
  });

  it('reports in a hidden page that it holds nothing, even if others hold the channel (2)', async () => {
    const { wrapper: Wrapper, advance, client } = stage();
    client.acquire(room);
    await advance();
    function Page() {
      const { status } = useChannel(room);
      const [item] = useChannels([room]);
      return <p>{`${status} ${item?.status} ${usePresence(room).count}`}</p>;
    }
    const page = pageOf(Wrapper, Page);
    const { rerender } = render(page('visible'));
    await advance();
    expect(screen.getByText('subscribed subscribed 1')).toBeDefined();
    rerender(page('hidden'));
    await advance();
    rerender(page('hidden'));
    await advance();
    expect(screen.getByText('subscribing subscribing 0')).toBeDefined();
  });

  it('refreshes when shown again, because it missed events while hidden (7)', async () => {
    const { wrapper: Wrapper, advance, send } = stage({ grace: 60_000 });
    const refresh = vi.fn();
    const dataUpdatedAt = Number.POSITIVE_INFINITY;
    const Page = () => {
      useLiveRefresh('x', refresh, { dataUpdatedAt });
      return null;
    };
    const page = pageOf(Wrapper, Page);
    const { rerender } = render(page('visible'));
    await advance(1_000);
    rerender(page('hidden'));
    await advance();
    await send('x', 'a', 1);
    await advance(1_000);
    expect(refresh).not.toHaveBeenCalled();
    rerender(page('visible'));
    await advance(1_000);
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('sends nothing when pages are swapped back and forth within the grace (3)', async () => {
    const { wrapper: Wrapper, advance, server } = stage();
    const Page = () => <>{useChannel('private-x').status}</>;
    const page = pageOf(Wrapper, Page);
    const { rerender } = render(page('visible'));
    await advance();
    const before = server.frames.length;
    for (const mode of ['hidden', 'visible', 'hidden', 'visible'] as const) {
      rerender(page(mode));
      await advance(1_000);
    }
    expect(server.frames).toHaveLength(before);
  });
});

describe('a provider in an Activity', () => {
  it.each([7, undefined])(
    'has its user and its socket again when it is shown again (1, 2), userId %s',
    async (userId) => {
      const { client, server, advance } = stage({ grace: 0 });
      const Page = () => <p>{`${usePusherContext().userId} ${usePusherEvent('a').status}`}</p>;
      const page = (mode: Mode) => (
        <Activity mode={mode}>
          <PusherProvider client={client} userId={userId} userChannel="private-user.{userId}">
            <Page />
          </PusherProvider>
        </Activity>
      );
      const { rerender } = render(page('visible'));
      if (userId === undefined) act(() => client.user.set(7));
      await advance();
      expect(screen.getByText('7 subscribed')).toBeDefined();
      rerender(page('hidden'));
      await advance(60_000);
      expect(server.sockets).toHaveLength(0);
      rerender(page('visible'));
      await advance();
      expect(screen.getByText('7 subscribed')).toBeDefined();
      expect(server.sockets).toHaveLength(1);
      expect(server.subscribers('private-user.7')).toHaveLength(1);
    },
  );
});

describe.each(subjects)('$name in an Activity', ({ useText, live, happen, after }) => {
  const Shown = () => <p>{useText(room)}</p>;

  it('holds nothing while hidden from the start or after the grace, and works when revealed (2, 5)', async () => {
    const made = paintedStage({ grace: 0 });
    const Wrapper = made.wrapper;
    const page = pageOf(Wrapper, Shown);
    const { rerender } = render(page('hidden'));
    await made.advance(1_000);
    expect(made.client.inspect().channels).toEqual([]);
    rerender(page('visible'));
    await made.advance();
    expect(screen.getByText(live)).toBeDefined();
    rerender(page('hidden'));
    await made.advance(1_000);
    expect(made.server.subscribers(room)).toHaveLength(0);
    rerender(page('visible'));
    await made.advance();
    expect(screen.getByText(live)).toBeDefined();
    await happen(made);
    expect(screen.getByText(after)).toBeDefined();
  });
});
