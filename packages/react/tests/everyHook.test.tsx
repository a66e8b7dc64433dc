import { act, render, screen } from '@testing-library/react';
import { Component, type ReactNode, Suspense, startTransition, useDeferredValue } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { PusherProvider } from '../src/index.ts';
import { createGate, createRemote } from './support/remote.ts';
import { paintedStage, wireOf } from './support/stage.tsx';
import { room, subjects } from './support/subjects.tsx';

class Boundary extends Component<{ readonly children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };
  static getDerivedStateFromError = () => ({ hasFailed: true });
  override render = () =>
    this.state.hasFailed ? (
      <button type="button" onClick={() => this.setState({ hasFailed: false })}>
        again
      </button>
    ) : (
      this.props.children
    );
}

describe.each(subjects)('$name', ({ useText, live, happen, after }) => {
  const Shown = ({ channel = room }: { channel?: string }) => <p>{useText(channel)}</p>;
  const text = () => document.querySelector('p')?.textContent;

  it('works under StrictMode on one socket and one subscription (1, 3)', async () => {
    const made = paintedStage({ grace: 0 });
    render(<Shown />, { wrapper: made.wrapper });
    await made.advance();
    expect(text()).toBe(live);
    expect(made.server.connectCount).toBe(1);
    expect(made.server.received('pusher:subscribe')).toHaveLength(1);
    await happen(made);
    expect(text()).toBe(after);
  });

  it('holds nothing while its first render is suspended, and works afterwards (2, 5)', async () => {
    const made = paintedStage();
    const gate = createGate();
    function Page() {
      const shown = useText(room);
      if (!gate.isOpen) throw gate.wait;
      return <p>{shown}</p>;
    }
    render(
      <Suspense fallback="waiting">
        <Page />
      </Suspense>,
      { wrapper: made.wrapper },
    );
    await made.advance(1_000);
    expect(made.client.inspect().channels).toEqual([]);
    await gate.open();
    await made.advance();
    expect(text()).toBe(live);
    await happen(made);
    expect(text()).toBe(after);
  });

  it('keeps its channel while an update is suspended, and shows events that arrived meanwhile (2, 3, 4)', async () => {
    const made = paintedStage({ grace: 0 });
    const gate = createGate();
    const { remote, useRemote } = createRemote(false);
    function Page() {
      const waits = useRemote();
      const shown = useText(room);
      if (waits && !gate.isOpen) throw gate.wait;
      return <p>{shown}</p>;
    }
    render(
      <Suspense fallback="waiting">
        <Page />
      </Suspense>,
      { wrapper: made.wrapper },
    );
    await made.advance();
    const before = wireOf(made);
    act(() => remote.set(true));
    await made.advance(10_000);
    expect(screen.getByText('waiting')).toBeDefined();
    expect(wireOf(made)).toEqual(before);
    await happen(made);
    await gate.open();
    expect(text()).toBe(after);
  });

  it('stays on its channel until a transition to another one commits (2, 5)', async () => {
    const made = paintedStage({ grace: 0 });
    const gate = createGate();
    const { remote, useRemote } = createRemote(room);
    function Page() {
      const channel = useRemote();
      const shown = useText(channel);
      if (channel !== room && !gate.isOpen) throw gate.wait;
      return <p>{shown}</p>;
    }
    render(
      <Suspense fallback="waiting">
        <Page />
      </Suspense>,
      { wrapper: made.wrapper },
    );
    await made.advance();
    act(() => startTransition(() => remote.set('presence-next')));
    await made.advance(10_000);
    expect(text()).toBe(live);
    expect(made.client.inspect().channels).toMatchObject([{ name: room }]);
    await gate.open();
    await made.advance(10_000);
    expect(made.client.inspect().channels).toMatchObject([{ name: 'presence-next' }]);
    expect(made.server.subscribers(room)).toHaveLength(0);
  });

  it('follows a deferred value, and acquires another channel before it releases the old one (2)', async () => {
    const made = paintedStage({ grace: 0 });
    const { remote, useRemote } = createRemote('presence-before');
    const Page = () => <Shown channel={useDeferredValue(useRemote())} />;
    render(<Page />, { wrapper: made.wrapper });
    await made.advance();
    const order: string[] = [];
    made.client.observe((event) => {
      if (event.type === 'added' || event.type === 'removed') order.push(`${event.type} ${event.channel}`);
    });
    act(() => remote.set(room));
    await made.advance();
    expect(order).toEqual([`added ${room}`, 'removed presence-before']);
    expect(text()).toBe(live);
    await happen(made);
    expect(text()).toBe(after);
  });

  it('sends nothing when its provider remounts, or when the page is away for less than the grace (1, 3)', async () => {
    const made = paintedStage({ grace: 5_000 });
    const Wrapper = made.wrapper;
    const page = (key: string) => (
      <Wrapper key={key}>
        <Shown />
      </Wrapper>
    );
    const { rerender } = render(page('one'));
    await made.advance();
    const before = wireOf(made);
    rerender(page('two'));
    await made.advance();
    rerender(<i />);
    await made.advance(4_000);
    rerender(page('three'));
    await made.advance(10_000);
    expect(wireOf(made)).toEqual(before);
    expect(text()).toBe(live);
    await happen(made);
    expect(text()).toBe(after);
  });

  it('follows its provider to another client, and leaves nothing behind (2, 15)', async () => {
    const [first, second] = [paintedStage({ grace: 0 }), paintedStage({ grace: 0 })];
    const page = (client: typeof first.client) => (
      <PusherProvider client={client}>
        <Shown />
      </PusherProvider>
    );
    const { rerender } = render(page(first.client));
    await first.advance();
    await happen(first);
    expect(text()).toBe(after);
    rerender(page(second.client));
    await first.advance();
    await second.advance();
    expect(first.client.inspect().channels).toEqual([]);
    expect(second.server.received('pusher:subscribe')).toHaveLength(1);
    expect(second.server.connectCount).toBe(1);
  });

  it('releases its channel when an error unmounts the page, and works after a retry (2, 15)', async () => {
    const made = paintedStage({ grace: 0 });
    const { remote, useRemote } = createRemote(false);
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const quiet = (event: ErrorEvent) => event.preventDefault();
    window.addEventListener('error', quiet);
    function Page() {
      const fails = useRemote();
      const shown = useText(room);
      if (fails) throw new Error('the page fails');
      return <p>{shown}</p>;
    }
    render(
      <Boundary>
        <Page />
      </Boundary>,
      { wrapper: made.wrapper },
    );
    await made.advance();
    act(() => remote.set(true));
    await made.advance();
    expect(made.client.inspect().channels).toEqual([]);
    act(() => screen.getByRole('button').click());
    await made.advance();
    window.removeEventListener('error', quiet);
    expect(text()).toBe(live);
    await happen(made);
    expect(text()).toBe(after);
  });
});
