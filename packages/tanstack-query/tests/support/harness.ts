import type { Timers } from '@channelkit/core';
import { createSystemTimers } from '@channelkit/core/internal';
import { QueryClient, type QueryKey, QueryObserver, type QueryObserverOptions } from '@tanstack/react-query';
import { onTestFinished, vi } from 'vitest';
import {
  createQueryBridge,
  defineQueryRules,
  type QueryBridge,
  type QueryBridgeOptions,
  type QueryRules,
} from '../../src/index.ts';
import { channels, type TestChannels } from './contract.ts';
import { createFakeClient, type FakeClient } from './fakeClient.ts';

/** An API whose answer is the version at the moment when the request began. */
export interface FakeApi {
  version: number;
  latency: number;
  failing: boolean;
  fetches: number;
  aborted: number;
  readonly queryFn: (context: { signal: AbortSignal }) => Promise<number>;
}

/** What most tests of the bridge need. */
export interface Harness extends FakeClient<TestChannels> {
  readonly api: FakeApi;
  readonly queryClient: QueryClient;
  readonly bridge: QueryBridge<TestChannels>;
  /** Something is written and the channel tells of it. */
  write(): void;
  /** Shows a query; returns the end. */
  show(options?: Partial<QueryObserverOptions<number>>): () => void;
  data(key?: QueryKey): unknown;
  isMarked(key?: QueryKey): boolean;
}

/** The key of the query that `show` shows when nothing else is said. */
export const listKey: QueryKey = ['orders', 'list'];

/** Everything on the orders channel concerns every order query. */
export const orderRules: QueryRules<TestChannels> = defineQueryRules(channels, (on) => [
  on('private-orders', '*', () => [['orders']]),
]);

function createApi(): FakeApi {
  const api: FakeApi = {
    version: 0,
    latency: 50,
    failing: false,
    fetches: 0,
    aborted: 0,
    queryFn: async ({ signal }) => {
      const { version, failing } = api;
      api.fetches += 1;
      signal.addEventListener('abort', () => {
        api.aborted += 1;
      });
      await new Promise((resolve) => setTimeout(resolve, api.latency));
      if (failing) throw new Error('the API is down');
      return version;
    },
  };
  return api;
}

/** Sets up fake timers, a cache, an API and a bridge on channels that are live; everything ends with the test. */
export function createHarness({
  rules = orderRules,
  live = true,
  ...options
}: QueryBridgeOptions & { rules?: QueryRules<TestChannels>; live?: boolean } = {}): Harness {
  vi.useFakeTimers();
  const fake = createFakeClient(channels);
  const api = createApi();
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  queryClient.mount();
  if (live) fake.live('private-orders');
  const bridge = createQueryBridge({ client: fake.client, queryClient, rules, ...options });
  onTestFinished(() => {
    bridge.dispose();
    queryClient.clear();
    queryClient.unmount();
    vi.useRealTimers();
  });
  const find = (queryKey: QueryKey) => queryClient.getQueryCache().find({ queryKey });
  return {
    ...fake,
    get observers() {
      return fake.observers;
    },
    api,
    queryClient,
    bridge,
    write: () => {
      api.version += 1;
      fake.emit('private-orders', 'order.updated', { orderId: 'a', version: api.version });
    },
    show: (shown = {}) => {
      const observer = new QueryObserver<number>(queryClient, {
        queryKey: listKey,
        queryFn: api.queryFn,
        ...shown,
      });
      return observer.subscribe(() => {});
    },
    data: (key = listKey) => queryClient.getQueryData(key),
    isMarked: (key = listKey) => find(key)?.state.isInvalidated === true,
  };
}

/** The machine's clock with the chance that the test chooses. */
export const timersWith = (random: () => number): Timers => ({ ...createSystemTimers(), random });

/** Lets time pass. */
export const pass = async (ms: number): Promise<void> => {
  await vi.advanceTimersByTimeAsync(ms);
};
