import { renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { stage } from '../../tests/support/stage.tsx';
import { useChannel } from './useChannel.ts';
import { useConnection } from './useConnection.ts';

it('returns the connection without opening one', async () => {
  const { wrapper, advance, server, client } = stage();
  const { result } = renderHook(() => useConnection(), { wrapper });
  await advance();
  expect(result.current.state).toBe('idle');
  expect(server.connectCount).toBe(0);
  client.connect();
  await advance();
  expect(result.current).toMatchObject({ state: 'connected', reason: null });
  server.goDown();
  await advance(1);
  expect(result.current.state).toBe('reconnecting');
});

it('renders again only when the selection changes, with an inline selector', async () => {
  const { wrapper, advance, server } = stage();
  const seen: boolean[] = [];
  renderHook(
    () => {
      seen.push(useConnection(({ state }) => ({ isConnected: state === 'connected' })).isConnected);
      useChannel('orders');
    },
    { wrapper },
  );
  await advance();
  server.goDown();
  await advance(30_000);
  server.goUp();
  await advance(60_000);
  // StrictMode renders each twice
  expect(seen).toEqual([false, false, true, true, false, false, true, true]);
});
