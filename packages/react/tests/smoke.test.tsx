import { createTestClient } from '@channelkit/core/testing';
import { act, cleanup, configure, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { PusherProvider, useChannel, usePusherEvent } from '../src/index.ts';

configure({ reactStrictMode: true });
afterEach(cleanup);

it('shows an event', async () => {
  const { client, server } = createTestClient();
  const handler = vi.fn();
  function Page() {
    const { data, status } = usePusherEvent<{ id: number }>('new', handler, { channel: 'private-x' });
    const { isLive } = useChannel('private-x');
    return <p>{`${status} ${isLive} ${data?.id}`}</p>;
  }
  render(
    <PusherProvider client={client}>
      <Page />
    </PusherProvider>,
  );
  await screen.findByText('subscribed true undefined');
  act(() => server.trigger('private-x', 'new', { id: 3 }));
  await screen.findByText('subscribed true 3');
  expect(handler).toHaveBeenCalledTimes(1);
  client.dispose();
});
