// @vitest-environment node
import { describe, expect, it, vi } from 'vitest';
import { type BridgeFetch, defineQueryRules } from '../src/index.ts';
import { channels } from './support/contract.ts';
import { createHarness, listKey, pass } from './support/harness.ts';

async function settled(options: Parameters<typeof createHarness>[0] = {}) {
  const harness = createHarness(options);
  harness.show();
  await pass(100);
  harness.api.fetches = 0;
  return harness;
}

describe('one fetch for many events (9)', () => {
  it('fetches once for a hundred events at once', async () => {
    const { api, write, data } = await settled();
    for (let n = 0; n < 100; n += 1) write();
    await pass(49);
    expect(api.fetches).toBe(0);
    await pass(51);
    expect(api.fetches).toBe(1);
    expect(data()).toBe(100);
  });

  it('fetches once and aborts nothing for a hundred events 5 ms apart, and ends right (8)', async () => {
    const { api, write, data, isMarked } = await settled();
    for (let n = 0; n < 100; n += 1) {
      write();
      await pass(5);
    }
    await pass(1_000);
    expect([api.fetches, api.aborted, data(), isMarked()]).toEqual([1, 0, 100, false]);
  });

  it('fetches an event that comes alone at once', async () => {
    const { api, write, data } = await settled();
    for (let n = 1; n <= 3; n += 1) {
      write();
      await pass(10);
      expect(api.fetches).toBe(n);
      await pass(1_000);
      expect(data()).toBe(n);
    }
  });

  it('fetches for each entity whose event came within one `wait`, however busy it is', async () => {
    const rules = defineQueryRules(channels, (on) => [
      on('private-orders', '*', ({ data }) => [['orders', data.orderId]], { catchUp: () => [['orders']] }),
    ]);
    const { api, show, emit } = createHarness({ rules });
    const fetched = Object.fromEntries(
      ['a', 'b', 'c'].map((id) => [id, vi.fn<typeof api.queryFn>(api.queryFn)]),
    );
    for (const [id, queryFn] of Object.entries(fetched)) show({ queryKey: ['orders', id], queryFn });
    await pass(100);
    for (const queryFn of Object.values(fetched)) queryFn.mockClear();
    for (const orderId of ['a', 'b', 'a', 'a', 'a']) {
      emit('private-orders', 'order.updated', { orderId, version: 1 });
      await pass(3);
    }
    await pass(200);
    expect(Object.values(fetched).map((queryFn) => queryFn.mock.calls.length)).toEqual([1, 1, 0]);
  });

  it('waits for quiet, and no longer than maxWait', async () => {
    const { api, write } = await settled({ wait: 50, maxWait: 200 });
    for (let at = 0; at < 195; at += 5) {
      write();
      await pass(5);
    }
    expect(api.fetches).toBe(0);
    write();
    await pass(10);
    expect(api.fetches).toBe(1);
  });

  it('fetches once more for what happened while it fetched, and ends right', async () => {
    const { api, write, data, isMarked } = await settled();
    write();
    await pass(20);
    expect(api.fetches).toBe(1);
    write();
    await pass(200);
    expect(api.fetches).toBe(2);
    expect(data()).toBe(2);
    expect(isMarked()).toBe(false);
  });

  it('fetches once per maxWait and once more for a steady stream', async () => {
    const { api, write, data } = await settled({ wait: 50, maxWait: 500 });
    for (let at = 0; at < 5_000; at += 40) {
      write();
      await pass(40);
    }
    await pass(1_000);
    expect(api.fetches).toBeLessThanOrEqual(5_000 / 500 + 1);
    expect(data()).toBe(125);
  });

  it.each([60, 100, 130, 260])(
    'never starts three fetches in one maxWait, for events every %i ms',
    async (rhythm) => {
      const { api, write } = await settled({ wait: 50, maxWait: 500 });
      const starts: number[] = [];
      for (let at = 0; at < 5_000; at += 10) {
        const before = api.fetches;
        if (at % rhythm === 0) write();
        await pass(10);
        if (api.fetches > before) starts.push(at);
      }
      expect(starts.length).toBeLessThanOrEqual(5_000 / 500 + 2);
      expect(
        starts.some((start, index) => (starts[index + 2] ?? Number.POSITIVE_INFINITY) - start < 490),
      ).toBe(false);
    },
  );

  it.each([2, 60, 150, 200, 240, 400])(
    'fetches at most six times for two seconds of events every %i ms (9)',
    async (rhythm) => {
      const { api, write, data } = await settled({ wait: 50, maxWait: 500 });
      let version = 0;
      for (let at = 0; at < 2_000; at += rhythm) {
        write();
        version += 1;
        await pass(rhythm);
      }
      await pass(1_000);
      expect(api.fetches).toBeLessThanOrEqual(6);
      expect(data()).toBe(version);
    },
  );

  it('lets no event wait longer than maxWait for the start of a fetch', async () => {
    const { api, write } = await settled({ wait: 50, maxWait: 500 });
    for (let n = 0; n < 20; n += 1) {
      write();
      await pass(70);
    }
    const before = api.fetches;
    write();
    await pass(500);
    expect(api.fetches).toBeGreaterThan(before);
  });

  it('starts no fetch beside a running one and aborts none', async () => {
    const { api, write } = await settled();
    api.latency = 2_000;
    for (let at = 0; at < 4_000; at += 40) {
      write();
      await pass(40);
    }
    await pass(5_000);
    expect(api.aborted).toBe(0);
    expect(api.fetches).toBeLessThanOrEqual(4);
  });

  it('counts per query, so that a busy one does not delay another', async () => {
    const { api, show, write, emit, queryClient } = await settled({ wait: 50, maxWait: 500 });
    queryClient.removeQueries({ queryKey: listKey });
    show({ queryKey: ['orders', 'other'] });
    await pass(100);
    for (let n = 0; n < 5; n += 1) {
      write();
      await pass(60);
    }
    const busy = api.fetches;
    show({ queryKey: ['orders', 'new'] });
    await pass(60);
    emit('private-orders', 'order.created', { orderId: 'b', version: 1 });
    await pass(60);
    expect(api.fetches).toBeGreaterThanOrEqual(busy + 2);
  });

  it('starts no fetch when another began after the event', async () => {
    const { api, write, queryClient, isMarked, data } = await settled();
    write();
    await pass(5);
    void queryClient.refetchQueries({ queryKey: listKey });
    await pass(1_000);
    expect(api.fetches).toBe(1);
    expect(data()).toBe(1);
    expect(isMarked()).toBe(false);
  });
});

describe('onFetch', () => {
  it('receives the event that each fetch is for, and how many waited', async () => {
    const told: BridgeFetch[] = [];
    const { show, write } = createHarness({ onFetch: (fetch) => told.push(fetch) });
    show({ staleTime: Number.POSITIVE_INFINITY });
    await pass(100);
    write();
    write();
    await pass(500);
    const cause = { channel: 'private-orders', event: 'order.updated' };
    expect(told).toEqual([{ queryKey: listKey, cause, events: 2 }]);
  });

  it('receives the channel alone for a gap and for data of unknown age', async () => {
    const told: BridgeFetch[] = [];
    const { show, lost, live, queryClient } = createHarness({ onFetch: (fetch) => told.push(fetch) });
    const cause = { channel: 'private-orders', event: null };
    queryClient.setQueryData(listKey, -1);
    show({ staleTime: Number.POSITIVE_INFINITY, refetchOnMount: false });
    await pass(500);
    expect(told).toEqual([{ queryKey: listKey, cause, events: 0 }]);
    lost('private-orders');
    live('private-orders', 'connection');
    await pass(500);
    expect(told.slice(1)).toEqual([{ queryKey: listKey, cause, events: 0 }]);
  });

  it('that throws is reported, and the query is fetched', async () => {
    const onError = vi.fn();
    const { show, write, data } = createHarness({
      onError,
      onFetch: () => {
        throw new Error('no');
      },
    });
    show({ staleTime: Number.POSITIVE_INFINITY });
    await pass(100);
    write();
    await pass(500);
    expect(onError).toHaveBeenCalledOnce();
    expect(data()).toBe(1);
  });
});
