import { act, render, screen } from '@testing-library/react';
import { Profiler, useState } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useChannel, usePusherEvent } from '../src/index.ts';
import { type Frames, stage, stubFrames } from './support/stage.tsx';

let frames: Frames;
beforeEach(() => {
  frames = stubFrames();
});
afterEach(() => vi.unstubAllGlobals());

it('renders in a compiled page only what an event changes, and keeps the results of hooks', async () => {
  const { wrapper, advance, send } = stage();
  const renders = vi.fn();
  const Trigger = ({ onClick }: { onClick: () => unknown }) => (
    <button type="button" onClick={onClick}>
      type
    </button>
  );
  function Page() {
    const [count, setCount] = useState(0);
    const { data } = usePusherEvent<number>('a', () => setCount((n) => n + 1), { channel: 'private-x' });
    const { trigger } = useChannel('private-x');
    return (
      <>
        <p>{`${count} ${data}`}</p>
        <Profiler id="trigger" onRender={renders}>
          <Trigger onClick={() => trigger('client-typing', {})} />
        </Profiler>
      </>
    );
  }
  render(<Page />, { wrapper });
  await advance();
  renders.mockClear();
  for (let index = 1; index <= 5; index += 1) {
    await send('private-x', 'a', index);
    frames.paint();
    expect(screen.getByText(`${index} ${index}`)).toBeDefined();
  }
  // Without the compiler each of them is a render: the handler is inline.
  expect(renders).not.toHaveBeenCalled();
  act(() => screen.getByRole('button').click());
});
