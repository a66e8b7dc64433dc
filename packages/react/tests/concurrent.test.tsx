import { act, render, screen } from '@testing-library/react';
import { Suspense, startTransition, useEffect, useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PusherProvider, useChannel, usePusherEvent } from '../src/index.ts';
import { createGate, createRemote } from './support/remote.ts';
import { type Frames, stage, stubFrames } from './support/stage.tsx';

let frames: Frames;
beforeEach(() => {
  frames = stubFrames();
});
afterEach(() => vi.unstubAllGlobals());

describe('transitions', () => {
  it('holds nothing for a page that never commits, and keeps the old page until the new one commits (2, 5)', async () => {
    const { wrapper: Wrapper, advance, send, server, client } = stage({ grace: 0 });
    const never = new Promise<never>(() => {});
    let show: (name: string) => void = () => {};
    function Room({ name }: { name: string }) {
      const { data } = usePusherEvent<string>('a', null, { channel: `room-${name}` });
      if (name === 'broken') throw never;
      return <p>{`${name} ${data}`}</p>;
    }
    function App() {
      const [name, setName] = useState('one');
      useEffect(() => {
        show = setName;
      }, []);
      return <Room name={name} />;
    }
    render(
      <Wrapper>
        <Suspense fallback="loading">
          <App />
        </Suspense>
      </Wrapper>,
    );
    await advance();
    await send('room-one', 'a', 'x');
    frames.paint();
    act(() => startTransition(() => show('broken')));
    await advance();
    expect(client.inspect().channels.map(({ name }) => name)).toEqual(['room-one']);
    await send('room-one', 'a', 'y');
    frames.paint();
    expect(screen.getByText('one y')).toBeDefined();
    act(() => startTransition(() => show('two')));
    await advance();
    expect(screen.getByText('two undefined')).toBeDefined();
    expect(server.subscribers('room-one')).toHaveLength(0);
    expect(server.subscribers('room-two')).toHaveLength(1);
  });

  it('runs the handler of the last commit while a newer render waits (4, 5)', async () => {
    const { wrapper: Wrapper, advance, send } = stage();
    const never = new Promise<never>(() => {});
    const seen: string[] = [];
    function Waiting(): never {
      throw never;
    }
    let show: (tag: string) => void = () => {};
    function App() {
      const [tag, setTag] = useState('old');
      useEffect(() => {
        show = setTag;
      }, []);
      usePusherEvent('a', () => seen.push(tag), { channel: 'x' });
      return tag === 'new' && <Waiting />;
    }
    render(
      <Wrapper>
        <Suspense fallback="loading">
          <App />
        </Suspense>
      </Wrapper>,
    );
    await advance();
    act(() => startTransition(() => show('new')));
    await send('x', 'a', 1);
    expect(seen).toEqual(['old']);
  });

  it('shows the same event in two components of one frame, even during a transition', async () => {
    const { wrapper: Wrapper, advance, send } = stage();
    const torn: unknown[] = [];
    const Half = ({ tag }: { tag: string }) => (
      <>{`${tag}${usePusherEvent<number>('a', null, { channel: 'x' }).data}`}</>
    );
    function Both() {
      const first = usePusherEvent<number>('a', null, { channel: 'x' }).data;
      const second = usePusherEvent<number>('a', null, { channel: 'x' }).data;
      if (first !== second) torn.push([first, second]);
      return (
        <p>
          <Half tag="l" />
          <Half tag="r" />
        </p>
      );
    }
    let bump = () => {};
    function App() {
      const [count, setCount] = useState(0);
      useEffect(() => {
        bump = () => setCount((n) => n + 1);
      }, []);
      return (
        <>
          <Both />
          <i>{count}</i>
        </>
      );
    }
    render(
      <Wrapper>
        <App />
      </Wrapper>,
    );
    await advance();
    for (let index = 0; index < 5; index += 1) {
      act(() => startTransition(bump));
      await send('x', 'a', index);
      frames.paint();
      expect(screen.getByText(`l${index}r${index}`)).toBeDefined();
    }
    expect(torn).toEqual([]);
  });
});

describe('a change of the user', () => {
  it('is atomic: in a transition the old user stays until the new one commits, without old data (2, 5)', async () => {
    const { client, server, advance, auth } = stage({ grace: 5_000 });
    const gate = createGate();
    const { remote, useRemote } = createRemote(7);
    const shown: string[] = [];
    function Inbox({ waits }: { waits: boolean }) {
      const { data, userId, status } = usePusherEvent<string>('a');
      if (waits && !gate.isOpen) throw gate.wait;
      shown.push(`${userId} ${data}`);
      return <p>{`${userId} ${data} ${status}`}</p>;
    }
    function App() {
      const userId = useRemote();
      return (
        <PusherProvider client={client} userId={userId} userChannel="private-user.{userId}">
          <Inbox waits={userId !== 7} />
        </PusherProvider>
      );
    }
    render(
      <Suspense fallback="loading">
        <App />
      </Suspense>,
    );
    await advance();
    server.trigger('private-user.7', 'a', 'for seven');
    await advance(1);
    frames.paint();
    expect(screen.getByText('7 for seven subscribed')).toBeDefined();
    act(() => startTransition(() => remote.set(8)));
    await advance(10_000);
    expect(client.user.getSnapshot().id).toBe('7');
    expect(auth.requestsFor('private-user.8')).toHaveLength(0);
    expect(server.subscribers('private-user.7')).toHaveLength(1);
    await gate.open();
    await advance();
    expect(screen.getByText('8 undefined subscribed')).toBeDefined();
    expect(server.subscribers('private-user.7')).toHaveLength(0);
    expect(new Set(shown)).toEqual(new Set(['7 undefined', '7 for seven', '8 undefined']));
  });
});

describe('Suspense', () => {
  it('delivers events to a component after it was suspended, without a second subscription', async () => {
    const { wrapper: Wrapper, advance, send, server } = stage();
    let open = () => {};
    let isOpen = false;
    const gate = new Promise<void>((resolve) => {
      open = () => {
        isOpen = true;
        resolve();
      };
    });
    function Waiting() {
      const { data } = usePusherEvent<number>('a', null, { channel: 'x' });
      if (!isOpen) throw gate;
      return <p>{`got ${data}`}</p>;
    }
    const Holder = () => <>{useChannel('x').status}</>;
    render(
      <Wrapper>
        <Holder />
        <Suspense fallback="wait">
          <Waiting />
        </Suspense>
      </Wrapper>,
    );
    await advance();
    await act(async () => open());
    await advance();
    await send('x', 'a', 1);
    frames.paint();
    expect(screen.getByText('got 1')).toBeDefined();
    expect(server.received('pusher:subscribe')).toHaveLength(1);
  });
});
