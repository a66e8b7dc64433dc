import { startDevServer } from '@channelkit/dev-server';
import { expect, it, onTestFinished } from 'vitest';
import { createDatabase } from '../../tests/support/testDatabase.ts';
import { WorkerProcess } from '../../tests/support/workerProcess.ts';

it('an open invoice is overdue once its due day is over in every time zone, and sends one event', {
  timeout: 120_000,
}, async () => {
  const server = await startDevServer();
  onTestFinished(() => server.stop());
  const published: string[] = [];
  server.observe((event) => {
    if (event.type === 'published')
      published.push(`${event.channel} ${event.event} ${JSON.parse(event.data).status}`);
  });
  const worker = new WorkerProcess(await createDatabase(), server, 'passDueDay', 4);
  expect(await worker.answer()).toEqual({
    listed: { before: 'open', after: 'overdue' },
    overdueGrowsBy: 59_500,
    swept: { before: 0, after: 1, again: 0 },
    timeline: 'overdue',
    afterNewDueDay: 'open',
  });
  const told = (status: string) => [
    `private-invoice.4 invoice.status.changed ${status}`,
    `private-user.1.invoices invoice.updated ${status}`,
  ];
  expect(published).toEqual([...told('overdue'), ...told('open')]);
});
