import { type DevServer, startDevServer } from '@channelkit/dev-server';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createDatabase, type TestDatabase } from '../tests/support/testDatabase.ts';
import { WorkerProcess } from '../tests/support/workerProcess.ts';

interface Published {
  readonly channel: string;
  readonly event: string;
  readonly data: { readonly invoiceId?: string; readonly $continuity?: { readonly id: string } };
}

interface Claimed {
  readonly id: string;
  readonly event: string;
}

async function setUp() {
  const database = await createDatabase();
  const server = await startDevServer();
  onTestFinished(() => server.stop());
  return { database, server, published: listen(server) };
}

function listen(server: DevServer): Published[] {
  const published: Published[] = [];
  server.observe((event) => {
    if (event.type === 'published') published.push({ ...event, data: JSON.parse(event.data) });
  });
  return published;
}

const names = (published: readonly Published[]) =>
  published.map(({ channel, event }) => `${channel} ${event}`).sort();
const paymentOf = (invoiceId: number) => [
  `private-invoice.${invoiceId} invoice.status.changed`,
  `private-invoice.${invoiceId} payment.received`,
  'private-user.1.invoices payment.received',
];
const startDemo = async (database: TestDatabase, server: DevServer, invoiceId = 0) => {
  const demo = new WorkerProcess(database, server, 'run', invoiceId);
  await demo.running();
  return demo;
};
const bound = { timeout: 120_000 };
const soon = { timeout: 60_000 };

describe('the event log of the demo', bound, () => {
  it('sends events after the next start if the process was killed between commit and trigger', async () => {
    const { database, server, published } = await setUp();
    expect(await new WorkerProcess(database, server, 'payAndDie', 4).ended()).toBe('SIGKILL');
    expect(published).toEqual([]);
    const left = await new WorkerProcess(database, server, 'state', 4).answer();
    expect(left).toMatchObject({ status: 'paid', waiting: expect.objectContaining({ length: 3 }) });

    const demo = await startDemo(database, server);
    await vi.waitFor(() => expect(names(published)).toEqual(paymentOf(4)), soon);
    expect(new Set(published.map(({ data }) => data.$continuity?.id)).size).toBe(3);
    expect(await demo.stop()).toMatchObject({ waiting: [] });
    expect(published).toHaveLength(3);
  });

  it('sends nothing if the commit fails', async () => {
    const { database, server, published } = await setUp();
    const refused = await new WorkerProcess(database, server, 'payRefused', 4).answer();
    expect(refused).toEqual({ outcome: 'refused', status: 'open', waiting: [] });

    const demo = await startDemo(database, server, 5);
    await vi.waitFor(() => expect(names(published)).toEqual(paymentOf(5)), soon);
    expect(await demo.stop()).toMatchObject({ waiting: [] });
    expect(published.every(({ data }) => data.invoiceId === '5')).toBe(true);
  });

  it('keeps every event until it can be sent: chat, classes, scores, broadcasts, notifications', async () => {
    const { database, server, published } = await setUp();
    const left = await new WorkerProcess(database, server, 'tellAndDie').answer();
    const events = [
      'private-chat-channel new-message',
      'private-class-focus-lab-channel lesson.changed',
      'private-progress-channel progress.updated',
      'leaderboard-channel ranking-update',
      'private-admin-channel broadcast',
      'private-supplier.notifications.2 new-order',
    ];
    expect(left).toMatchObject({ waiting: events });
    expect(published).toEqual([]);

    const demo = await startDemo(database, server);
    await vi.waitFor(() => expect(names(published)).toEqual(events.toSorted()), soon);
    expect(new Set(published.map(({ data }) => data.$continuity?.id)).size).toBe(events.length);
    expect(await demo.stop()).toMatchObject({ waiting: [] });
  });

  it('does not hold up a payment while the service hangs', async () => {
    const { database, server } = await setUp();
    const paid = await new WorkerProcess(database, server, 'payHung', 4).answer();
    expect(paid).toMatchObject({ status: 'paid', waiting: expect.objectContaining({ length: 3 }) });
  });

  it('never gives one event to two concurrent workers', async () => {
    const { database, server } = await setUp();
    const claimed = (await new WorkerProcess(database, server, 'claimTwice').answer()) as Claimed[][];
    const ids = claimed.flat().map(({ id }) => id);
    expect(ids).toHaveLength(12);
    expect(new Set(ids).size).toBe(12);
    for (const one of claimed) expect(one.length).toBeLessThanOrEqual(10);
  });
});
