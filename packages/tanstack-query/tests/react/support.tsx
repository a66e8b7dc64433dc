import { createRealtimeWrapper, type RealtimeWrapper } from '@channelkit/react/testing';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, configure } from '@testing-library/react';
import { type ReactNode, StrictMode } from 'react';
import { onTestFinished, vi } from 'vitest';
import { QueryBridgeProvider, type QueryBridgeProviderProps } from '../../src/react/index.ts';
import { channels, type TestChannels } from '../support/contract.ts';
import { orderRules } from '../support/harness.ts';

/** A page's surroundings: socket, cache and bridge, on fake timers. */
export interface Surroundings extends RealtimeWrapper<TestChannels> {
  readonly queryClient: QueryClient;
  readonly fetches: { count: number; readonly at: number[] };
  /** Answers with the version on the server when the request began, 50 ms later. */
  readonly queryFn: () => Promise<number>;
  /** Something is written, and the server tells of it. */
  write(): void;
}

/** Makes the surroundings; everything ends with the test. Trees are mounted twice, as React does in development. */
export function createSurroundings(bridge: Partial<QueryBridgeProviderProps> = {}): Surroundings {
  vi.useFakeTimers();
  configure({ reactStrictMode: false });
  const realtime = createRealtimeWrapper({ channels, userId: undefined });
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const Socket = realtime.wrapper;
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <Socket>
          <QueryBridgeProvider rules={orderRules} {...bridge}>
            {children}
          </QueryBridgeProvider>
        </Socket>
      </QueryClientProvider>
    </StrictMode>
  );
  onTestFinished(() => {
    cleanup();
    queryClient.clear();
    realtime.client.dispose();
    vi.useRealTimers();
  });
  const fetches = { count: 0, at: [] as number[] };
  let version = 0;
  return {
    ...realtime,
    wrapper,
    queryClient,
    fetches,
    queryFn: async () => {
      const read = version;
      fetches.count += 1;
      fetches.at.push(Date.now());
      await new Promise((resolve) => setTimeout(resolve, 50));
      return read;
    },
    write: () => {
      version += 1;
      realtime.server.trigger('private-orders', 'order.updated', { orderId: 'a', version });
    },
  };
}

/** Lets time pass and React render; React 18 renders at the end of an `act`, so it takes several. */
export async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 500) {
    await act(async () => {
      await vi.advanceTimersByTimeAsync(Math.min(left, 500));
    });
  }
}
