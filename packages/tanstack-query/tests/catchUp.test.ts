// @vitest-environment node
import { focusManager } from '@tanstack/react-query';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createQueryBridge, defineQueryRules } from '../src/index.ts';
import { channels } from './support/contract.ts';
import { createHarness, listKey, orderRules, pass, timersWith } from './support/harness.ts';

const rules = defineQueryRules(channels, (on) => [
  on('private-orders', '*', () => [['orders']]),
  on('private-invoice.{invoiceId}', '*', ({ params }) => [['invoices', params.invoiceId]]),
]);
const forever = { staleTime: Number.POSITIVE_INFINITY };

describe('catch-up (7)', () => {
  it('fetches a query once that was fetched before the channel was live', async () => {
    const { show, live, api } = createHarness({ live: false });
    show(forever);
    await pass(100);
    live('private-orders');
    await pass(500);
    expect(api.fetches).toBe(2);
  });

  it('does not fetch a query that was fetched since', async () => {
    const { show, live, api, isMarked } = createHarness({ live: false });
    live('private-orders');
    await pass(1);
    show(forever);
    await pass(500);
    expect(api.fetches).toBe(1);
    expect(isMarked()).toBe(false);
  });

  it('fetches each query once after a gap, and no query of other channels', async () => {
    const { show, lost, live, api, isMarked } = createHarness({ rules });
    live('private-invoice.1');
    show(forever);
    show({ ...forever, queryKey: ['orders', 'detail', 'a'] });
    show({ ...forever, queryKey: ['invoices', '1'] });
    await pass(100);
    api.fetches = 0;
    lost('private-orders');
    await pass(1_000);
    expect(api.fetches).toBe(0);
    live('private-orders', 'connection');
    expect(isMarked()).toBe(true);
    expect(isMarked(['invoices', '1'])).toBe(false);
    await pass(1_000);
    expect(api.fetches).toBe(2);
  });

  it('treats a payload that could not be read as a gap', async () => {
    const { show, live, api, data } = createHarness();
    show(forever);
    await pass(100);
    api.version = 7;
    live('private-orders', 'payload');
    await pass(500);
    expect(data()).toBe(7);
  });

  it('is paid by a refetch that TanStack starts on reconnect', async () => {
    const { show, lost, live, api, queryClient } = createHarness();
    show(forever);
    await pass(100);
    api.fetches = 0;
    lost('private-orders');
    live('private-orders', 'connection');
    await pass(10);
    void queryClient.refetchQueries({ queryKey: listKey });
    await pass(1_000);
    expect(api.fetches).toBe(1);
  });

  it.each(['before', 'after'])(
    'is paid by the refetch on focus where that is late enough, when the page is shown %s the channel is live again',
    async (when) => {
      onTestFinished(() => focusManager.setFocused(undefined));
      const { show, lost, live, api, data, isMarked } = createHarness();
      show();
      await pass(100);
      focusManager.setFocused(false);
      lost('private-orders');
      await pass(10_000);
      api.version = 5;
      api.fetches = 0;
      const steps = [() => focusManager.setFocused(true), () => live('private-orders', 'connection')];
      for (const step of when === 'before' ? steps : steps.reverse()) {
        step();
        await pass(10);
      }
      await pass(1_000);
      expect([api.aborted, data(), isMarked()]).toEqual([0, 5, false]);
      // What was fetched before it was live may lack what came in between.
      expect(api.fetches).toBe(when === 'before' ? 2 : 1);
    },
  );

  it('waits a random part of `jitter`, but marks at once', async () => {
    const timers = timersWith(() => 0.5);
    const { show, lost, live, api, isMarked } = createHarness({ jitter: 2_000, timers });
    show(forever);
    await pass(100);
    api.fetches = 0;
    lost('private-orders');
    live('private-orders', 'connection');
    expect(isMarked()).toBe(true);
    await pass(1_000);
    expect(api.fetches).toBe(0);
    await pass(100);
    expect(api.fetches).toBe(1);
  });

  it('counts `settle` and `jitter` from the newest of two gaps', async () => {
    const chances = [0, 0, 0.5];
    const timers = timersWith(() => chances.shift() ?? 0);
    const { show, lost, live, api } = createHarness({ jitter: 400, settle: 100, timers });
    show(forever);
    await pass(200);
    api.fetches = 0;
    for (let gap = 0; gap < 2; gap += 1) {
      lost('private-orders');
      live('private-orders', 'connection');
      await pass(20);
    }
    await pass(220);
    expect(api.fetches).toBe(0);
    await pass(200);
    expect(api.fetches).toBe(1);
  });

  it('is not postponed forever by a channel that keeps going down', async () => {
    const { show, lost, live, api } = createHarness();
    show(forever);
    await pass(100);
    api.fetches = 0;
    for (let gap = 0; gap < 50; gap += 1) {
      lost('private-orders');
      live('private-orders', 'connection');
      await pass(20);
    }
    expect(api.fetches).toBeGreaterThan(0);
  });

  it('adopts the marks of an earlier bridge while the channel is down (24)', async () => {
    const { queryClient, client, show, lost, write, data, bridge, api } = createHarness();
    const { inspect } = client;
    show({ ...forever, refetchOnMount: false });
    await pass(100);
    write();
    lost('private-orders');
    bridge.dispose();
    // The client still knows the channel, which is down.
    const channels = [{ name: 'private-orders', status: { isLive: false } }];
    Object.assign(client, { inspect: () => ({ ...inspect(), channels }) });
    const later = createQueryBridge({ client, queryClient, rules: orderRules });
    onTestFinished(() => later.dispose());
    await pass(500);
    expect([data(), api.fetches]).toEqual([1, 2]);
  });

  it('fetches data that appears later with an unknown age', async () => {
    const { queryClient, show, api, data } = createHarness();
    queryClient.setQueryData(listKey, -1);
    show(forever);
    await pass(500);
    expect(api.fetches).toBe(1);
    expect(data()).toBe(0);
  });

  it('fetches again when storage overwrites newer data', async () => {
    const { queryClient, show, data } = createHarness();
    show(forever);
    await pass(500);
    queryClient
      .getQueryCache()
      .find({ queryKey: listKey })
      ?.setState({ data: -1, dataUpdatedAt: Date.now() });
    await pass(500);
    expect(data()).toBe(0);
  });

  it('fetches for events that came before the bridge', async () => {
    const { queryClient, client, show, api, bridge } = createHarness();
    show(forever);
    await pass(500);
    bridge.dispose();
    api.version = 3;
    const later = createQueryBridge({ client, queryClient, rules: orderRules });
    await pass(500);
    expect(queryClient.getQueryData(listKey)).toBe(3);
    later.dispose();
  });
});

describe("onFirst: 'trust'", () => {
  const trusting = defineQueryRules(channels, (on) => [
    on('private-orders', '*', () => [['orders']], { onFirst: 'trust' }),
  ]);

  it('does not fetch data from before the first subscription', async () => {
    const { queryClient, show, live, api } = createHarness({ rules: trusting, live: false });
    queryClient.setQueryData(listKey, 0);
    show(forever);
    live('private-orders');
    await pass(500);
    expect(api.fetches).toBe(0);
  });

  it('fetches when the channel was left and joined again', async () => {
    const { queryClient, show, live, removed, api } = createHarness({ rules: trusting, live: false });
    queryClient.setQueryData(listKey, 0);
    show(forever);
    live('private-orders');
    await pass(500);
    removed('private-orders');
    await pass(500);
    live('private-orders');
    await pass(500);
    expect(api.fetches).toBe(1);
  });

  it('fetches when the channel was live before the bridge came, since events may have been missed', async () => {
    const { queryClient, client, show, api, bridge } = createHarness({ rules: trusting });
    bridge.dispose();
    queryClient.setQueryData(listKey, 0);
    show(forever);
    const later = createQueryBridge({ client, queryClient, rules: trusting });
    onTestFinished(() => later.dispose());
    await pass(500);
    expect(api.fetches).toBe(1);
  });

  it('marks the trusted queries when the bridge ends, and the next bridge fetches them', async () => {
    const { queryClient, client, show, live, removed, api, bridge, isMarked, data } = createHarness({
      rules: trusting,
      live: false,
    });
    queryClient.setQueryData(listKey, 0);
    show({ ...forever, refetchOnMount: false });
    live('private-orders');
    await pass(500);
    bridge.dispose();
    await pass(1);
    expect([api.fetches, isMarked()]).toEqual([0, true]);
    removed('private-orders');
    api.version = 1;
    const later = createQueryBridge({ client, queryClient, rules: trusting });
    onTestFinished(() => later.dispose());
    live('private-orders');
    await pass(500);
    expect(data()).toBe(1);
  });
});
