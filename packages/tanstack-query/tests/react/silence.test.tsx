import { createRealtimeWrapper } from '@channelkit/react/testing';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, configure, render } from '@testing-library/react';
import { type ReactNode, StrictMode } from 'react';
import { expect, it, onTestFinished, vi } from 'vitest';
import { QueryBridgeProvider, usePollingFallback, useQueryBridge } from '../../src/react/index.ts';
import { channels } from '../support/contract.ts';
import { orderRules } from '../support/harness.ts';
import { pass } from './support.tsx';

const Bridged = () => {
  useQueryBridge('private-orders');
  return null;
};
const Polled = () => {
  usePollingFallback('private-orders');
  return null;
};

it('sends no more frames in StrictMode or for a swap of components, even without a grace (3)', async () => {
  vi.useFakeTimers();
  configure({ reactStrictMode: false });
  const { client, server, auth, wrapper: Socket } = createRealtimeWrapper({ channels, grace: 0 });
  onTestFinished(() => {
    cleanup();
    client.dispose();
    vi.useRealTimers();
  });
  client.connect();
  await pass(100);
  const page = (child: ReactNode) => (
    <StrictMode>
      <QueryClientProvider client={new QueryClient()}>
        <Socket>
          <QueryBridgeProvider rules={orderRules}>{child}</QueryBridgeProvider>
        </Socket>
      </QueryClientProvider>
    </StrictMode>
  );
  const { rerender } = render(page(<Bridged />));
  await pass(100);
  for (const child of [<Polled key="polled" />, <Bridged key="bridged" />]) {
    rerender(page(child));
    await pass(100);
  }
  expect(auth.requestsFor('private-orders')).toHaveLength(1);
  expect(server.received('pusher:subscribe')).toHaveLength(1);
  expect(server.received('pusher:unsubscribe')).toHaveLength(0);
  rerender(page(null));
  await pass(100);
  expect(server.received('pusher:unsubscribe')).toHaveLength(1);
});
