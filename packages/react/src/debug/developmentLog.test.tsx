import { channel, defineChannels, event } from '@channelkit/core';
import { render } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { z } from 'zod';
import { fakeOptions, type Stage, stage } from '../../tests/support/stage.tsx';
import { useChannels } from '../hooks/useChannels.ts';
import { PusherProvider } from '../provider/PusherProvider.tsx';

const channels = defineChannels({
  orders: { created: z.object({ id: z.number() }) },
  'private-{area}': { created: event<number>() },
  'presence-{room}': channel({ events: {} }),
});

const Hold = ({ names }: { readonly names: readonly string[] }) => <p>{useChannels(names).length}</p>;

let warn: MockInstance<typeof console.warn>;
let info: MockInstance<typeof console.info>;
beforeEach(() => {
  vi.stubEnv('NODE_ENV', 'development');
  warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  info = vi.spyOn(console, 'info').mockImplementation(() => {});
});
afterEach(() => {
  vi.unstubAllEnvs();
  localStorage.clear();
});

async function open(
  names: readonly string[],
  prepare: (made: Stage<never>) => void = () => {},
  debug = false,
) {
  const made = stage({ channels }) as unknown as Stage<never>;
  prepare(made);
  const { unmount } = render(
    <PusherProvider client={made.client} userId={null} debug={debug}>
      <Hold names={names} />
    </PusherProvider>,
  );
  await made.advance(20_000);
  return { ...made, unmount };
}

const warnings = (): readonly string[] => warn.mock.calls.map(([text]) => String(text));

describe('in development, the console warns once per cause, with code, remedy and page', () => {
  it.each([
    ['a denied channel', 403, 'CK302'],
    ['nobody signed in', 401, 'CK301'],
    ['an auth endpoint that fails', 500, 'CK301'],
  ] as const)('of %s, not again for attempts and channels', async (_, status, code) => {
    await open(['private-a', 'private-b'], ({ auth }) => auth.answer(status));
    expect(warnings()).toEqual([
      expect.stringMatching(
        new RegExp(`^\\[ChannelKit\\] private-a: ${code} .*\\n.*/docs/errors\\.md#${code.toLowerCase()}$`),
      ),
    ]);
  });

  it('of a key that the server does not know', async () => {
    await open(['orders'], ({ server }) => server.answerConnects({ close: 4001 }));
    expect(warnings()).toEqual([expect.stringContaining('CK203')]);
  });

  it('of a config without a key, but not of config={null}', () => {
    const { options } = fakeOptions();
    render(<PusherProvider config={null} {...options} />);
    expect(warnings()).toEqual([]);
    render(<PusherProvider config={{ key: '', cluster: 'test' }} {...options} />);
    expect(warnings()).toEqual([expect.stringContaining('CK201')]);
  });

  it('of a channel outside the contract', async () => {
    await open(['unknown']);
    expect(warnings()).toEqual([expect.stringContaining('CK106')]);
  });

  it('of a payload that the contract refuses', async () => {
    const { server, advance } = await open(['orders']);
    for (const id of ['first', 'second']) server.trigger('orders', 'created', { id });
    await advance();
    expect(warnings()).toEqual([expect.stringMatching(/^\[ChannelKit\] orders: CK108 /)]);
  });
});

describe('the debug log', () => {
  const lines = () => info.mock.calls.map(([, line]) => String(line));

  it('is written with debug, until the provider unmounts', async () => {
    const { server, advance, unmount } = await open(['orders'], undefined, true);
    server.trigger('orders', 'created', { id: 1 });
    await advance();
    expect(lines()).toEqual(
      expect.arrayContaining([
        'connection connected',
        'orders held',
        'orders subscribed',
        'orders event created',
      ]),
    );
    server.drop();
    await advance(5_000);
    expect(lines()).toEqual(
      expect.arrayContaining(['connection reconnecting', 'orders live again; events since']),
    );
    unmount();
    await advance();
    info.mockClear();
    server.drop();
    await advance(5_000);
    expect(lines()).toEqual([]);
  });

  it("is written with localStorage.channelkit = 'debug'", async () => {
    const { server, advance } = await open(['orders']);
    expect(lines()).toEqual([]);
    localStorage.setItem('channelkit', 'debug');
    server.trigger('orders', 'created', { id: 1 });
    await advance();
    expect(lines()).toEqual(['orders event created']);
  });
});

it('writes nothing in production', async () => {
  vi.stubEnv('NODE_ENV', 'production');
  await open(['private-a', 'unknown'], ({ auth }) => auth.answer(403), true);
  expect([warn.mock.calls, info.mock.calls]).toEqual([[], []]);
});
