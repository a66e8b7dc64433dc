// @vitest-environment node
import { describe, expect, it, vi } from 'vitest';
import { defineQueryRules, patch } from '../src/index.ts';
import { channels } from './support/contract.ts';
import { createHarness, type Harness, pass } from './support/harness.ts';

const key = ['orders', 'detail', 'a'];
const rules = defineQueryRules(channels, (on) => [
  on(
    'private-orders',
    'order.updated',
    ({ data }) =>
      patch(['orders', 'detail', data.orderId], (_old: number, order) => order.version, {
        isNewer: (old, order) => order.version > old,
      }),
    { catchUp: () => [['orders']] },
  ),
]);

const shown = async (): Promise<Harness> => {
  const harness = createHarness({ rules });
  harness.show({ queryKey: key, staleTime: Number.POSITIVE_INFINITY });
  await pass(100);
  harness.api.fetches = 0;
  return harness;
};

describe('a patch', () => {
  it('writes a newer payload at once, without a fetch', async () => {
    const { write, data, api, isMarked } = await shown();
    write();
    expect(data(key)).toBe(1);
    expect(isMarked(key)).toBe(false);
    await pass(1_000);
    expect(api.fetches).toBe(0);
  });

  it('becomes a fetch where the payload is not newer', async () => {
    const { write, emit, data, api } = await shown();
    write();
    write();
    emit('private-orders', 'order.updated', { orderId: 'a', version: 1 });
    expect(data(key)).toBe(2);
    await pass(1_000);
    expect(api.fetches).toBe(1);
    expect(data(key)).toBe(2);
  });

  it('becomes a fetch when an older fetch overwrites it (8)', async () => {
    const { write, data, api, queryClient } = await shown();
    void queryClient.refetchQueries({ queryKey: key });
    await pass(10);
    write();
    expect(data(key)).toBe(1);
    await pass(45);
    expect(data(key)).toBe(0);
    await pass(200);
    expect(data(key)).toBe(1);
    expect(api.fetches).toBe(2);
  });

  it('costs no fetch when the running fetch brings the same', async () => {
    const { write, data, api, queryClient } = await shown();
    api.version = 1;
    void queryClient.refetchQueries({ queryKey: key });
    api.version = 0;
    await pass(10);
    write();
    await pass(1_000);
    expect(data(key)).toBe(1);
    expect(api.fetches).toBe(1);
  });

  it('becomes a fetch where the query is still loading', async () => {
    const { show, write, data } = createHarness({ rules });
    show({ queryKey: key });
    await pass(10);
    write();
    expect(data(key)).toBeUndefined();
    await pass(300);
    expect(data(key)).toBe(1);
  });

  it('creates no query', async () => {
    const { write, queryClient } = createHarness({ rules });
    write();
    await pass(100);
    expect(queryClient.getQueryCache().getAll()).toEqual([]);
  });

  it('leaves a mark that the app has set', async () => {
    const { write, queryClient, isMarked, data } = await shown();
    void queryClient.invalidateQueries({ queryKey: key, refetchType: 'none' });
    write();
    expect(data(key)).toBe(1);
    expect(isMarked(key)).toBe(true);
  });

  it('that throws is reported, and becomes a fetch', async () => {
    const failing = defineQueryRules(channels, (on) => [
      on(
        'private-orders',
        'order.updated',
        () =>
          patch(
            key,
            (): number => {
              throw new Error('no');
            },
            { isNewer: () => true },
          ),
        { catchUp: () => [key] },
      ),
    ]);
    const onError = vi.fn();
    const { show, write, data } = createHarness({ rules: failing, onError });
    show({ queryKey: key });
    await pass(100);
    write();
    await pass(300);
    expect(onError).toHaveBeenCalledOnce();
    expect(data(key)).toBe(1);
  });
});
