// @vitest-environment node
import type { Query, QueryClient, QueryState } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { defineQueryRules, patch } from '../src/index.ts';
import { channels } from './support/contract.ts';
import { createHarness, listKey, pass } from './support/harness.ts';

/** Does in one direction what `broadcastQueryClient` does between two tabs: successes go out, and arrive as whole states. */
function broadcast(from: QueryClient, to: QueryClient, isReceiving: { current: boolean }): void {
  const receive = (query: Query, state: QueryState): void => {
    isReceiving.current = true;
    const { queryKey, queryHash } = query;
    const found = to.getQueryCache().get(queryHash);
    if (found) found.setState(state);
    else to.getQueryCache().build(to, { queryKey, queryHash }, state);
    isReceiving.current = false;
  };
  from.getQueryCache().subscribe((event) => {
    if (isReceiving.current || event.type !== 'updated' || event.action.type !== 'success') return;
    const state = structuredClone(event.query.state);
    setTimeout(() => receive(event.query, state), 2);
  });
}

/** Two tabs with a socket, a bridge and an API each, which hear each other's successes. */
async function createTabs(options: Parameters<typeof createHarness>[0] = {}) {
  const tabs = [createHarness(options), createHarness(options)] as const;
  const isReceiving = { current: false };
  broadcast(tabs[0].queryClient, tabs[1].queryClient, isReceiving);
  broadcast(tabs[1].queryClient, tabs[0].queryClient, isReceiving);
  // A stamp counts whole milliseconds, so the pages come after their channels.
  await pass(5);
  let volatile = 0;
  for (const { api, show } of tabs) {
    // Every answer differs, as one with a time stamp does.
    const queryFn = async (context: { signal: AbortSignal }) => {
      volatile += 1;
      const own = volatile / 1e6;
      return (await api.queryFn(context)) + own;
    };
    show({ queryFn, staleTime: Number.POSITIVE_INFINITY });
  }
  const fetches = () => tabs[0].api.fetches + tabs[1].api.fetches;
  const both = () => tabs.map(({ data, isMarked }) => [Math.floor(Number(data())), isMarked()]);
  return { tabs, fetches, both };
}

it('two tabs that broadcast their queries do not fetch without an event (8, 9)', async () => {
  const { fetches } = await createTabs();
  await pass(1_000);
  const before = fetches();
  expect(before).toBeLessThanOrEqual(2);
  await pass(20_000);
  expect(fetches()).toBe(before);
});

it('a fetch of another tab counts if it began after the event, and only then (8, 9)', async () => {
  const { tabs, fetches, both } = await createTabs();
  await pass(1_000);
  const before = fetches();
  for (const { write } of tabs) write();
  await pass(2_000);
  expect(both()).toEqual([
    [1, false],
    [1, false],
  ]);
  expect(fetches() - before).toBeLessThanOrEqual(2);
  // The first tab reads, and the second one's event comes before that read has arrived there.
  void tabs[0].queryClient.refetchQueries({ queryKey: listKey });
  await pass(10);
  for (const { api } of tabs) api.version += 1;
  tabs[1].emit('private-orders', 'order.updated', { orderId: 'a', version: 2 });
  tabs[1].api.latency = 1_000;
  await pass(100);
  expect(tabs[1].isMarked()).toBe(true);
  await pass(5_000);
  expect(both()).toEqual([
    [2, false],
    [2, false],
  ]);
});

it('a state that another tab wrote by hand since its fetch has no known age (8)', async () => {
  const { show, queryClient, isMarked, data } = createHarness();
  await pass(5);
  show({ staleTime: Number.POSITIVE_INFINITY });
  await pass(100);
  const query = queryClient.getQueryCache().find({ queryKey: listKey });
  const state = structuredClone(query?.state as QueryState);
  query?.setState({ ...state, data: -1, dataUpdateCount: state.dataUpdateCount + 1 });
  expect(isMarked()).toBe(true);
  await pass(500);
  expect(data()).toBe(0);
});

it('a patch that another tab wrote has no known age and costs one fetch', async () => {
  const rules = defineQueryRules(channels, (on) => [
    on('private-orders', '*', ({ data }) => patch(listKey, () => data.version, { isNewer: () => true }), {
      catchUp: () => [listKey],
    }),
  ]);
  const { tabs, fetches } = await createTabs({ rules });
  await pass(1_000);
  const before = fetches();
  tabs[0].write();
  await pass(20_000);
  expect(fetches() - before).toBeLessThanOrEqual(1);
});
