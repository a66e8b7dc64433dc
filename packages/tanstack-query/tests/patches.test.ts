// @vitest-environment node
import { MutationObserver } from '@tanstack/react-query';
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

const mutate = ({ queryClient }: Harness, ms: number, then: () => void = () => {}): void => {
  const mutation = new MutationObserver(queryClient, {
    mutationFn: () => new Promise<void>((resolve) => void setTimeout(resolve, ms)),
    onSuccess: then,
  });
  void mutation.mutate();
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

  it('fetches instead where the payload is not newer', async () => {
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

  it('has nothing to write into a query that is still loading, which is then fetched again', async () => {
    const { show, write, data } = createHarness({ rules });
    show({ queryKey: key });
    await pass(10);
    write();
    expect(data(key)).toBeUndefined();
    await pass(300);
    expect(data(key)).toBe(1);
  });

  it('makes no query', async () => {
    const { write, queryClient } = createHarness({ rules });
    write();
    await pass(100);
    expect(queryClient.getQueryCache().getAll()).toEqual([]);
  });

  it('leaves a mark of somebody else', async () => {
    const { write, queryClient, isMarked, data } = await shown();
    void queryClient.invalidateQueries({ queryKey: key, refetchType: 'none' });
    write();
    expect(data(key)).toBe(1);
    expect(isMarked(key)).toBe(true);
  });

  it('that throws is reported, and the query fetched', async () => {
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

describe('holdWhile', () => {
  it('keeps a patch away from an optimistic update until the mutation is over', async () => {
    const harness = await shown();
    const { write, data, isMarked, queryClient } = harness;
    mutate(harness, 300);
    queryClient.setQueryData(key, -5);
    write();
    queryClient.setQueryData(key, -6);
    expect(isMarked(key)).toBe(true);
    await pass(200);
    expect(data(key)).toBe(-6);
    await pass(200);
    expect(data(key)).toBe(1);
  });

  it('forgets a patch that a fetch has made superfluous meanwhile', async () => {
    const harness = await shown();
    const { write, data, isMarked, queryClient } = harness;
    mutate(harness, 300);
    write();
    void queryClient.refetchQueries({ queryKey: key });
    await pass(1_000);
    expect(data(key)).toBe(1);
    expect(isMarked(key)).toBe(false);
  });

  it('holds fetches as well, marked, and fetches once when it ends', async () => {
    const harness = createHarness();
    const { show, write, api, isMarked, data } = harness;
    show({ queryKey: key });
    await pass(100);
    api.fetches = 0;
    mutate(harness, 2_000);
    write();
    await pass(1_900);
    expect(api.fetches).toBe(0);
    expect(isMarked(key)).toBe(true);
    await pass(300);
    expect(api.fetches).toBe(1);
    expect(data(key)).toBe(1);
  });

  it('can be decided by key', async () => {
    const { show, write, api } = createHarness({ holdWhile: ({ key: held }) => held[1] === 'detail' });
    show({ queryKey: key });
    show();
    await pass(100);
    api.fetches = 0;
    write();
    await pass(500);
    expect(api.fetches).toBe(1);
  });

  it('does not let the late answer of a mutation hide what was fetched meanwhile', async () => {
    const harness = createHarness();
    const { show, write, queryClient, data } = harness;
    show({ queryKey: key, staleTime: Number.POSITIVE_INFINITY });
    await pass(100);
    mutate(harness, 500, () => queryClient.setQueryData(key, 0));
    write();
    void queryClient.refetchQueries({ queryKey: key });
    await pass(100);
    expect(data(key)).toBe(1);
    await pass(1_000);
    expect(data(key)).toBe(1);
  });
});
