// @vitest-environment node
import { onlineManager } from '@tanstack/react-query';
import { afterEach, describe, expect, it } from 'vitest';
import { createHarness, type Harness, pass, timersWith } from './support/harness.ts';

afterEach(() => onlineManager.setOnline(true));

const forever = { staleTime: Number.POSITIVE_INFINITY };

/** A page that shows version 0 of a list, whose API then goes down; jitter is none. */
async function failing(options: Parameters<typeof createHarness>[0] = {}): Promise<Harness> {
  const harness = createHarness({ timers: timersWith(() => 1), ...options });
  harness.show(forever);
  await pass(1_000);
  harness.api.failing = true;
  harness.api.fetches = 0;
  return harness;
}

describe('a query that is owed a fetch (24)', () => {
  it.each([
    ['an event', ({ write }: Harness) => write()],
    [
      'a gap',
      ({ api, lost, live }: Harness) => {
        api.version += 1;
        lost('private-orders');
        live('private-orders', 'connection');
      },
    ],
  ])('is fetched after %s until a fetch succeeds, ever less often, and no more', async (_name, hit) => {
    const harness = await failing();
    const { api, isMarked, data } = harness;
    hit(harness);
    const starts: number[] = [];
    for (let at = 0; at < 20_000; at += 10) {
      const before = api.fetches;
      await pass(10);
      if (api.fetches > before) starts.push(at);
    }
    const delays = starts.slice(1).map((start, index) => Math.round((start - (starts[index] ?? 0)) / 1_000));
    expect(delays).toEqual([1, 2, 4, 8]);
    expect(isMarked()).toBe(true);
    api.failing = false;
    await pass(30_000);
    expect([data(), isMarked()]).toEqual([1, false]);
    api.fetches = 0;
    await pass(120_000);
    expect(api.fetches).toBe(0);
  });

  it('is fetched every 30 s at the latest, half of it jitter, and after a success with short delays again', async () => {
    const { api, write, data } = await failing({ timers: timersWith(() => 0) });
    write();
    await pass(600_000);
    api.fetches = 0;
    await pass(60_000);
    expect(api.fetches).toBe(4);
    api.failing = false;
    await pass(16_000);
    api.failing = true;
    api.fetches = 0;
    write();
    await pass(1_000);
    expect(api.fetches).toBe(2);
    api.failing = false;
    await pass(5_000);
    expect(data()).toBe(2);
  });

  it('is not fetched more often for the events that come while the API is down, but at once after a gap', async () => {
    const { api, write, lost, live } = await failing();
    for (let at = 0; at < 10_000; at += 100) {
      write();
      await pass(100);
    }
    expect(api.fetches).toBe(4);
    api.fetches = 0;
    lost('private-orders');
    live('private-orders', 'connection');
    await pass(100);
    expect(api.fetches).toBe(1);
  });

  it("counts TanStack's own retries as one attempt", async () => {
    const { api, show, write } = createHarness({ timers: timersWith(() => 1) });
    show({ ...forever, retry: 2, retryDelay: 100 });
    await pass(1_000);
    api.failing = true;
    api.fetches = 0;
    write();
    await pass(1_200);
    expect(api.fetches).toBe(3);
    await pass(1_000);
    expect(api.fetches).toBe(6);
  });

  it('is not fetched while nobody observes it, the page is hidden, or the network is away', async () => {
    let isHidden = false;
    const visibility = { isHidden: () => isHidden, subscribe: () => () => {} };
    const { api, write, show, queryClient } = createHarness({ timers: timersWith(() => 1), visibility });
    const hide = show(forever);
    await pass(1_000);
    api.failing = true;
    write();
    await pass(100);
    hide();
    api.fetches = 0;
    await pass(60_000);
    expect(api.fetches).toBe(0);
    isHidden = true;
    const hideAgain = show({ ...forever, refetchOnMount: false });
    await pass(60_000);
    expect(api.fetches).toBe(0);
    hideAgain();
    isHidden = false;
    onlineManager.setOnline(false);
    show({ ...forever, refetchOnMount: false });
    await pass(60_000);
    expect(api.fetches).toBe(0);
    expect(queryClient.isFetching()).toBe(0);
  });
});
