// @vitest-environment node
import { PassThrough } from 'node:stream';
import { getPusherUserId, getRealtimeClient, setPusherUserId } from '@channelkit/core';
import { renderToPipeableStream, renderToString } from 'react-dom/server';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PusherProvider, usePusherContext } from '../src/index.ts';
import { Page } from './support/Page.tsx';

const config = { key: 'key', cluster: 'eu' };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', () => {
    throw new Error('a socket was opened');
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('renders on a server without sockets, timers, listeners, time, randomness or globals (5)', () => {
  const read = [vi.spyOn(Math, 'random'), vi.spyOn(Date, 'now')];
  const pusher = vi.fn();
  const before = Reflect.ownKeys(globalThis);
  const listeners = process.eventNames();
  const html = renderToString(<Page config={config} userId={7} pusher={pusher} />);
  expect(html).toContain('&quot;userId&quot;:&quot;7&quot;');
  expect(html).toContain('subscribing');
  expect(pusher).not.toHaveBeenCalled();
  for (const source of read) expect(source).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
  expect(Reflect.ownKeys(globalThis)).toEqual(before);
  expect(process.eventNames()).toEqual(listeners);
});

it('passes the outer user to a nested provider of the same config (6)', () => {
  const User = () => <p>{`user ${usePusherContext().userId}`}</p>;
  const html = renderToString(
    <PusherProvider config={config} userId={7}>
      <PusherProvider config={{ ...config }}>
        <User />
      </PusherProvider>
    </PusherProvider>,
  );
  expect(html).toContain('user 7');
});

it('shares nothing between two requests (5)', () => {
  expect(getRealtimeClient(config)).not.toBe(getRealtimeClient(config));
  const [first, second] = [7, 8].map((userId) => renderToString(<Page config={config} userId={userId} />));
  expect(first).toContain('private-user.7');
  expect(second).toContain('private-user.8');
  expect(second).not.toContain('private-user.7');
  expect(() => setPusherUserId(7)).toThrow(/CK208/);
  expect(getPusherUserId()).toBeNull();
});

it('renders the same for every visitor without a user, and with realtime turned off (6)', () => {
  const html = renderToString(<Page config={config} />);
  expect(html).toBe(renderToString(<Page config={{ ...config }} />));
  expect(html).toContain('there is no user');
  const off = renderToString(<Page config={null} />);
  expect(off).toContain('no app key is configured');
  expect(off).not.toContain('subscribing');
});

it('streams a late boundary with every hook in it, without opening a socket (5)', async () => {
  vi.useRealTimers();
  // React warns when two of its server renderers render one context, and another test uses the one for workers.
  vi.resetModules();
  const { createLate, Page } = await import('./support/Page.tsx');
  const { Late, arrive } = createLate();
  const pusher = vi.fn();
  const html = await new Promise<string>((resolve, reject) => {
    const chunks: Buffer[] = [];
    const sink = new PassThrough();
    sink.on('data', (chunk: Buffer) => chunks.push(chunk));
    sink.on('end', () => resolve(Buffer.concat(chunks).toString()));
    const page = (
      <main>
        <Page config={config} userId={7} pusher={pusher} Late={Late} />
      </main>
    );
    const { pipe } = renderToPipeableStream(page, {
      onShellReady: () => {
        pipe(sink);
        setTimeout(arrive);
      },
      onError: reject,
    });
  });
  expect(html).toContain('waiting');
  const [first, late] = html.match(/<p>.*?<\/p>/g) ?? [];
  expect(first).toContain('private-user.7');
  expect(late).toBe(first);
  expect(pusher).not.toHaveBeenCalled();
});
