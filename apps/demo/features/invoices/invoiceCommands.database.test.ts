import { startDevServer } from '@channelkit/dev-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDatabase } from '../../tests/support/testDatabase.ts';
import { WorkerProcess } from '../../tests/support/workerProcess.ts';

async function perform(deed: string, invoiceId?: number): Promise<unknown> {
  const server = await startDevServer();
  onTestFinished(() => server.stop());
  return new WorkerProcess(await createDatabase(), server, deed, invoiceId).answer();
}

describe('concurrent commands', { timeout: 120_000 }, () => {
  it('pays an invoice once', async () => {
    expect(await perform('payTwice', 4)).toEqual({ payments: 1, status: 'paid', waiting: [] });
  });

  it('gives a ticket to one print station', async () => {
    expect(await perform('claimTicketTwice')).toEqual({ winners: 1, left: 0, isLeased: true });
  });
});
