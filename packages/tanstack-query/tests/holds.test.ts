// @vitest-environment node
import { MutationObserver, type MutationObserverOptions, onlineManager } from '@tanstack/react-query';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createQueryBridge, defineQueryRules, patch } from '../src/index.ts';
import { channels } from './support/contract.ts';
import { createHarness, type Harness, orderRules, pass } from './support/harness.ts';

const key = ['orders', 'detail', 'a'];
const forever = { staleTime: Number.POSITIVE_INFINITY };
const patchRules = defineQueryRules(channels, (on) => [
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

/** Starts a mutation that takes `ms`, or for ever. */
function mutate(
  { queryClient }: Harness,
  ms: number | null,
  options: MutationObserverOptions = {},
  calling: { onSuccess?: () => void } = {},
): void {
  const observer = new MutationObserver(queryClient, {
    mutationFn: () => new Promise<void>((resolve) => void (ms !== null && setTimeout(resolve, ms))),
    ...options,
  });
  // The callbacks of one call run only while somebody listens.
  onTestFinished(observer.subscribe(() => {}));
  observer.mutate(undefined as never, calling).catch(() => {});
}

/** A page that shows version 0 of an order. */
async function shown(options: Parameters<typeof createHarness>[0] = {}): Promise<Harness> {
  const harness = createHarness(options);
  harness.show({ queryKey: key, ...forever });
  await pass(100);
  harness.api.fetches = 0;
  return harness;
}

describe('a pending mutation', () => {
  it('does not hold a query that it does not write (24)', async () => {
    const harness = await shown();
    mutate(harness, null, { mutationKey: ['upload'] });
    mutate(harness, null, { meta: { affects: [['invoices']] } });
    mutate(harness, null);
    harness.write();
    await pass(500);
    expect([harness.data(key), harness.isMarked(key)]).toEqual([1, false]);
  });

  it.each<[string, MutationObserverOptions]>([
    ['its meta names by a prefix', { meta: { affects: [['invoices'], ['orders', 'detail']] } }],
    ['its key is a prefix of', { mutationKey: ['orders'] }],
  ])('holds a query that %s, marked, until it ends', async (_how, options) => {
    const harness = await shown();
    const { write, api, isMarked, data } = harness;
    mutate(harness, 2_000, options);
    write();
    await pass(1_900);
    expect([api.fetches, isMarked(key)]).toEqual([0, true]);
    await pass(300);
    expect([api.fetches, data(key)]).toEqual([1, 1]);
  });

  it('holds patches of a query that was written meanwhile', async () => {
    const harness = await shown({ rules: patchRules });
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

  it('holds only the queries that its meta declares, whatever is written meanwhile', async () => {
    const harness = await shown();
    mutate(harness, 5_000, { meta: { affects: [['uploads']] } });
    harness.queryClient.setQueryData(key, -5);
    harness.write();
    await pass(500);
    expect(harness.data(key)).toBe(1);
  });

  it('drops a held patch when a fetch has seen its event', async () => {
    const harness = await shown({ rules: patchRules });
    const { write, data, isMarked, queryClient } = harness;
    mutate(harness, 300, { mutationKey: key });
    write();
    void queryClient.refetchQueries({ queryKey: key });
    await pass(1_000);
    expect([data(key), isMarked(key)]).toEqual([1, false]);
  });

  it.each<[string, MutationObserverOptions]>([
    ['hangs', { mutationKey: key }],
    ['was paused and never continues', { mutationKey: key, networkMode: 'online' }],
  ])('that %s holds a query for 10 s, which is reported once (24, 25)', async (name, options) => {
    onTestFinished(() => onlineManager.setOnline(true));
    const onError = vi.fn();
    const harness = await shown({ onError });
    const { write, data } = harness;
    if (name !== 'hangs') onlineManager.setOnline(false);
    mutate(harness, null, options);
    await pass(1);
    onlineManager.setOnline(true);
    write();
    await pass(9_900);
    expect(data(key)).toBe(0);
    await pass(300);
    expect(data(key)).toBe(1);
    write();
    await pass(300);
    expect(data(key)).toBe(2);
    expect(onError.mock.calls).toEqual([[expect.objectContaining({ code: 'CK504' })]]);
  });
});

describe('holdWhile', () => {
  it('decides by key, up to `maxHold`, once for each time that it becomes true (24)', async () => {
    const onError = vi.fn();
    let held = true;
    const harness = await shown({
      onError,
      maxHold: 1_000,
      holdWhile: ({ key: asked }) => held && asked[1] === 'detail',
    });
    const { show, write, api, data, queryClient } = harness;
    show();
    await pass(100);
    api.fetches = 0;
    write();
    await pass(500);
    expect([api.fetches, data(key)]).toEqual([1, 0]);
    await pass(1_000);
    expect([data(key), onError.mock.calls.length]).toEqual([1, 1]);
    held = false;
    await queryClient.invalidateQueries({ queryKey: ['elsewhere'] });
    write();
    await pass(500);
    held = true;
    write();
    await pass(500);
    expect(data(key)).toBe(2);
    await pass(1_000);
    expect([data(key), onError.mock.calls.length]).toEqual([3, 2]);
  });

  it('that throws is reported and holds nothing', async () => {
    const onError = vi.fn();
    const { write, data } = await shown({
      onError,
      holdWhile: () => {
        throw new Error('no');
      },
    });
    write();
    await pass(500);
    expect(data(key)).toBe(1);
    expect(onError).toHaveBeenCalled();
  });
});

describe('data written by hand over newer data is fetched again (8)', () => {
  type Late = (harness: Harness) => void;
  const older: readonly [string, Late][] = [
    [
      'by onSuccess of a mutation',
      (harness) => mutate(harness, 500, { onSuccess: () => void harness.queryClient.setQueryData(key, 0) }),
    ],
    [
      'by the callback of one call of mutate',
      (harness) =>
        mutate(harness, 500, {}, { onSuccess: () => void harness.queryClient.setQueryData(key, 0) }),
    ],
    [
      'by the code that waited for a mutation',
      async ({ queryClient }) => {
        const mutation = new MutationObserver(queryClient, {
          mutationFn: () => new Promise<number>((resolve) => void setTimeout(resolve, 500, 0)),
        });
        queryClient.setQueryData(key, await mutation.mutate());
      },
    ],
    [
      "by another query's function",
      ({ queryClient }) =>
        void queryClient.prefetchQuery({
          queryKey: ['lists'],
          queryFn: async () => {
            await new Promise((resolve) => setTimeout(resolve, 500));
            queryClient.setQueryData(key, 0);
            return [];
          },
        }),
    ],
    [
      'by the code that waited for another query',
      async ({ queryClient }) => {
        const queryFn = () => new Promise<number>((resolve) => void setTimeout(resolve, 500, 0));
        queryClient.setQueryData(key, await queryClient.fetchQuery({ queryKey: ['lists'], queryFn }));
      },
    ],
  ];

  it.each(older)('%s', async (_how, late) => {
    const harness = await shown();
    const { write, data, isMarked, api } = harness;
    late(harness);
    write();
    await pass(200);
    expect(data(key)).toBe(1);
    await pass(301);
    expect([data(key), isMarked(key), api.fetches]).toEqual([0, true, 1]);
    await pass(1_000);
    expect([data(key), isMarked(key), api.fetches]).toEqual([1, false, 2]);
  });

  it('by a late answer over a patch', async () => {
    const harness = await shown({ rules: patchRules });
    const { write, data, api, queryClient } = harness;
    mutate(harness, 500, { onSuccess: () => void queryClient.setQueryData(key, 0) });
    write();
    expect(data(key)).toBe(1);
    await pass(1_500);
    expect([data(key), api.fetches]).toEqual([1, 1]);
  });

  it('by the rollback of a mutation to what it had written over', async () => {
    const harness = await shown();
    const { write, data, queryClient } = harness;
    write();
    await pass(1);
    mutate(harness, null, {
      mutationFn: async () => {
        await new Promise((resolve) => setTimeout(resolve, 500));
        throw new Error('refused');
      },
      onMutate: async () => {
        const before = queryClient.getQueryData(key);
        queryClient.setQueryData(key, -1);
        return before;
      },
      onError: (_error, _variables, before) => void queryClient.setQueryData(key, before),
    });
    await pass(100);
    void queryClient.refetchQueries({ queryKey: key });
    await pass(100);
    expect(data(key)).toBe(1);
    await pass(302);
    expect(data(key)).toBe(0);
    await pass(1_000);
    expect(data(key)).toBe(1);
  });

  it('except where nothing ran, or no event was newer', async () => {
    const harness = await shown();
    const { write, queryClient, isMarked, api } = harness;
    write();
    await pass(500);
    queryClient.setQueryData(key, 7);
    mutate(harness, 500, { onSuccess: () => void queryClient.setQueryData(key, 8) });
    await pass(1_000);
    expect([isMarked(key), api.fetches]).toEqual([false, 1]);
  });

  it('except while the only mutation is paused, which writes nothing', async () => {
    onTestFinished(() => onlineManager.setOnline(true));
    const harness = createHarness();
    const { show, write, data, isMarked, queryClient } = harness;
    show({ queryKey: key, ...forever, networkMode: 'always' });
    await pass(100);
    onlineManager.setOnline(false);
    mutate(harness, 100);
    write();
    await pass(500);
    expect(data(key)).toBe(1);
    queryClient.setQueryData(key, 7);
    expect(isMarked(key)).toBe(false);
  });

  it('by a mutation that was pending before the bridge came', async () => {
    const harness = await shown();
    const { queryClient, client, write, data, bridge } = harness;
    mutate(harness, 500, { onSuccess: () => void queryClient.setQueryData(key, 0) });
    bridge.dispose();
    const later = createQueryBridge({ client, queryClient, rules: orderRules });
    onTestFinished(() => later.dispose());
    write();
    await pass(300);
    expect(data(key)).toBe(1);
    await pass(1_000);
    expect(data(key)).toBe(1);
  });
});
