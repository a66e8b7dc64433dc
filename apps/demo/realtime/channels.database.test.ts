import { startDevServer } from '@channelkit/dev-server';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createDatabase } from '../tests/support/testDatabase.ts';
import { WorkerProcess } from '../tests/support/workerProcess.ts';

it('without the private prefix, server and pages use the public names', { timeout: 120_000 }, async () => {
  const server = await startDevServer();
  onTestFinished(() => server.stop());
  const published: string[] = [];
  server.observe((event) => {
    if (event.type === 'published') published.push(`${event.channel} ${event.event}`);
  });
  const { env } = await createDatabase();
  const publicNames = { env: { ...env, NEXT_PUBLIC_PRIVATE_PREFIX: 'false' } };
  await new WorkerProcess(publicNames, server, 'payTwice', 4).answer();
  expect(published.toSorted()).toEqual([
    'invoice.4 invoice.status.changed',
    'invoice.4 payment.received',
    'user.1.invoices payment.received',
  ]);

  vi.stubEnv('NEXT_PUBLIC_PRIVATE_PREFIX', 'false');
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.resetModules();
  const { channels } = await import('./channels.ts');
  const { queryRules } = await import('./queryRules.ts');
  expect(channels.name('private-orders')).toBe('orders');
  expect(channels.match('user.1.invoices')?.pattern).toBe('private-user.{userId}.invoices');
  expect(queryRules.contract).toBe(channels);
});
