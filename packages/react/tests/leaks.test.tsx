import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { act, configure, render } from '@testing-library/react';
import { StrictMode } from 'react';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PusherProvider, useChannel, usePusherEvent } from '../src/index.ts';
import { stage } from './support/stage.tsx';

beforeAll(() => configure({ reactStrictMode: false }));
afterAll(() => configure({ reactStrictMode: true }));

function Row({ channel }: { channel: string }) {
  usePusherEvent('a', () => {}, { channel });
  return useChannel(channel).isLive ? 'live' : 'not live';
}

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** Bytes in use after everything dead is gone. */
async function heap(): Promise<number> {
  for (let turn = 0; turn < 5; turn += 1) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed;
}

it('leaves no timer, lease, channel or socket after everything unmounted and the grace has passed (15)', async () => {
  const { wrapper: Wrapper, advance, client, server, timers } = stage();
  const { rerender } = render(
    <Wrapper>
      <Row channel="x" />
      <Row channel="private-y" />
    </Wrapper>,
  );
  await advance();
  expect(server.sockets).toHaveLength(1);
  rerender(<Wrapper>{null}</Wrapper>);
  await advance(5_100);
  expect(client.inspect()).toMatchObject({ channels: [], connection: { state: 'idle' } });
  await advance(60_000);
  expect(server.sockets).toHaveLength(0);
  expect(timers.pending).toBe(0);
});

it.each([true, false])(
  'closes its socket when the last provider goes, StrictMode %s (1, 15)',
  async (isStrict) => {
    const { server, timers, options } = stage();
    const { key: _, ...parts } = options;
    const config = { key: `closes-${isStrict}`, cluster: 'test' };
    const page = (
      <PusherProvider config={config} {...parts}>
        <Row channel="x" />
      </PusherProvider>
    );
    const { unmount } = render(isStrict ? <StrictMode>{page}</StrictMode> : page);
    await act(() => timers.advance(20));
    expect([server.connectCount, server.sockets.length]).toEqual([1, 1]);
    unmount();
    await act(() => timers.advance(6_000));
    expect(server.sockets).toHaveLength(0);
    await timers.advance(60_000);
    expect(timers.pending).toBe(0);
  },
);

it('has the same heap size after 100,000 mounts (15)', { timeout: 120_000 }, async () => {
  const { wrapper: Wrapper, advance, client, timers } = stage({ grace: 0 });
  const keep = client.acquire('x');
  const rows = Array.from({ length: 1_000 }, (_, row) => row + 1).map((row) => <Row key={row} channel="x" />);
  const [full, empty] = [<Wrapper key="page">{rows}</Wrapper>, <Wrapper key="page">{null}</Wrapper>];
  const { rerender } = render(empty);
  const churn = async (times: number) => {
    for (let time = 0; time < times; time += 1) {
      rerender(full);
      rerender(empty);
      await act(async () => {});
    }
  };
  await churn(10);
  await advance();
  const before = await heap();
  await churn(100);
  await advance();
  const after = await heap();
  expect(client.inspect().channels).toMatchObject([{ name: 'x', leases: 1 }]);
  keep.release();
  await advance(5_000);
  expect(timers.pending).toBe(0);
  // 100,000 mounts that each kept 20 bytes would be 2 MB.
  expect(after - before).toBeLessThan(2_000_000);
});
