import { act } from '@testing-library/react';
import type { ReactNode } from 'react';
import type { Root } from 'react-dom/client';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import {
  useChannel,
  useChannels,
  useGap,
  useLiveRefresh,
  usePresence,
  usePusherEvent,
} from '../src/index.ts';
import { loadRefresh, type Refresh } from './support/refresh.ts';
import { type Frames, paintedStage, stage, stubFrames, wireOf } from './support/stage.tsx';
import { room, subjects } from './support/subjects.tsx';

const sum = { channel: room, reduce: (total: number) => total + 1, initial: 0 };
const handled = vi.fn();
const refreshed = vi.fn();
let frames: Frames;
let refresh: Refresh;
let root: Root;

beforeAll(() => {
  refresh = loadRefresh();
});
beforeEach(() => {
  frames = stubFrames();
  root = refresh.createRoot(document.body.appendChild(document.createElement('main')));
});
afterEach(() => {
  act(() => root.unmount());
  document.body.innerHTML = '';
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

/** Every hook that holds a channel, as it stands in a file before and after it is saved. */
function useRoom(edition: string): string {
  const { data, status } = usePusherEvent<number>('a', (number) => handled(edition, number), {
    channel: room,
  });
  const { data: total } = usePusherEvent('a', null, sum);
  const { isLive } = useChannel(room);
  const [listed] = useChannels([room]);
  const { count } = usePresence(room);
  useGap(room, refreshed);
  useLiveRefresh(room, refreshed, { dataUpdatedAt: Number.POSITIVE_INFINITY });
  return `${edition}: ${data} of ${total}, ${status} ${isLive} ${listed?.status}, ${count} here`;
}
/** The page of a file, as saved. */
function saved(edition: string) {
  return function Page() {
    return <p>{useRoom(edition)}</p>;
  };
}

async function open(page: ReactNode) {
  const setUp = stage({ grace: 0 });
  const Wrapper = setUp.wrapper;
  act(() => root.render(<Wrapper>{page}</Wrapper>));
  await setUp.advance();
  await setUp.send(room, 'a', 1);
  await setUp.advance(1_000);
  frames.paint();
  expect(refreshed).toHaveBeenCalledTimes(1);
  expect(document.body.textContent).toBe('first: 1 of 1, subscribed true subscribed, 1 here');
  const wire = () => [setUp.server.frames.length, setUp.auth.requests.length, setUp.server.connectCount];
  const before = wire();
  const save = async () => {
    act(() => refresh.apply());
    await setUp.advance(10_000);
    expect(wire()).toEqual(before);
    expect(refreshed).toHaveBeenCalledTimes(1);
  };
  return { ...setUp, save };
}

it('keeps the state of an edited component, runs its new handler, and sends nothing (1, 3, 4)', async () => {
  const [First, Edited] = [saved('first'), saved('edited')];
  refresh.define('kept', First);
  const { save, send } = await open(<First />);
  refresh.define('kept', Edited);
  await save();
  expect(document.body.textContent).toBe('edited: 1 of 1, subscribed true subscribed, 1 here');
  await send(room, 'a', 2);
  frames.paint();
  expect(document.body.textContent).toBe('edited: 2 of 2, subscribed true subscribed, 1 here');
  expect(handled.mock.calls).toEqual([
    ['first', 1],
    ['edited', 2],
  ]);
});

it('remounts a component with other hooks on the existing subscription (1, 3)', async () => {
  const [First, Edited] = [saved('first'), saved('edited')];
  refresh.define('anew', First, 'one');
  const { save, send } = await open(<First />);
  refresh.define('anew', Edited, 'two');
  await save();
  expect(document.body.textContent).toBe('edited: undefined of 0, subscribed true subscribed, 1 here');
  await send(room, 'a', 2);
  frames.paint();
  expect(document.body.textContent).toBe('edited: 2 of 1, subscribed true subscribed, 1 here');
});

it.each(subjects)(
  '$name goes on in a component that is saved (1, 3)',
  async ({ name, useText, live, happen, after }) => {
    const made = paintedStage({ grace: 0 });
    const edit = (edition: string) =>
      function Page() {
        return <p>{`${edition}: ${useText(room)}`}</p>;
      };
    const [First, Edited] = [edit('first'), edit('edited')];
    refresh.define(name, First);
    const Wrapper = made.wrapper;
    act(() =>
      root.render(
        <Wrapper>
          <First />
        </Wrapper>,
      ),
    );
    await made.advance();
    const before = wireOf(made);
    refresh.define(name, Edited);
    act(() => refresh.apply());
    await made.advance(10_000);
    expect(wireOf(made)).toEqual(before);
    expect(document.body.textContent).toBe(`edited: ${live}`);
    await happen(made);
    expect(document.body.textContent).toBe(`edited: ${after}`);
  },
);
