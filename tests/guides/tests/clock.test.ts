// @vitest-environment node
import { createManualTimers, createTestClient } from '@channelkit/core/testing';
import { expect, it, vi } from 'vitest';

it('recovers from an outage and reports one gap', async () => {
  const timers = createManualTimers();
  const { client, server } = createTestClient({ timers });
  const lease = client.acquire('private-orders');
  const onGap = vi.fn();
  lease.onGap(onGap);
  await timers.advance(100);
  expect(lease.status.getSnapshot()).toMatchObject({ status: 'subscribed', isLive: true });

  server.goDown();
  await timers.advance(60_000);
  expect(lease.status.getSnapshot()).toMatchObject({ status: 'retrying', isLive: false });

  server.goUp();
  await timers.advance(60_000);
  expect(lease.status.getSnapshot().isLive).toBe(true);
  expect(onGap).toHaveBeenCalledOnce();
  client.dispose();
});
