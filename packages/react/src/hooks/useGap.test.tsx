import { renderHook } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { stage } from '../../tests/support/stage.tsx';
import { useGap } from './useGap.ts';

it('calls the latest handler once per gap, when the channel is live again, without rendering (4, 7)', async () => {
  const { wrapper, advance, server } = stage();
  const early = vi.fn();
  const late = vi.fn();
  const renders = vi.fn();
  const { rerender } = renderHook(
    ({ handler }: { handler: () => void }) => {
      renders();
      useGap('orders', handler);
    },
    { wrapper, initialProps: { handler: early } },
  );
  await advance();
  rerender({ handler: late });
  renders.mockClear();
  server.drop();
  await advance(1);
  expect(late).not.toHaveBeenCalled();
  await advance(2_000);
  expect(late).toHaveBeenCalledTimes(1);
  expect(late.mock.calls[0]?.[0]).toMatchObject({ channel: 'orders', reason: 'connection' });
  expect(early).not.toHaveBeenCalled();
  expect(renders).not.toHaveBeenCalled();
});
