import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createQueryBridge, defineQueryRules } from '../src/index.ts';
import { channels } from './support/contract.ts';
import { createFakeClient } from './support/fakeClient.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('fetches at most three times for a hundred events and ends right (8, 9)', async () => {
  const rules = defineQueryRules(channels, (on) => [on('private-orders', '*', () => [['orders']])]);
  const fake = createFakeClient(channels);
  const queryClient = new QueryClient();
  queryClient.mount();
  const bridge = createQueryBridge({ client: fake.client, queryClient, rules });
  bridge.watch('private-orders');
  let server = 0;
  let fetches = 0;
  const observer = new QueryObserver(queryClient, {
    queryKey: ['orders', 'list'],
    queryFn: async () => {
      fetches += 1;
      const read = server;
      await new Promise((resolve) => setTimeout(resolve, 50));
      return read;
    },
  });
  observer.subscribe(() => {});
  fake.live('private-orders');
  for (let i = 0; i < 100; i += 1) {
    await vi.advanceTimersByTimeAsync(5);
    server += 1;
    fake.emit('private-orders', 'order.updated', { orderId: 'a', version: server });
  }
  await vi.advanceTimersByTimeAsync(2000);
  expect(observer.getCurrentResult().data).toBe(100);
  expect(observer.getCurrentQuery().state.isInvalidated).toBe(false);
  expect(fetches).toBeLessThanOrEqual(3);
  bridge.dispose();
});
