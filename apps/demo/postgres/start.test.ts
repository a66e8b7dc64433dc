import { expect, it } from 'vitest';
import { ProtocolServer } from '../e2e/support/protocolServer.ts';
import { createDatabase } from '../tests/support/testDatabase.ts';
import { WorkerProcess } from '../tests/support/workerProcess.ts';

it('makes and fills an empty PostgreSQL once, however many processes start at the same time', async () => {
  const protocol = await ProtocolServer.start();
  const database = await createDatabase();
  const starting = Array.from({ length: 5 }, () => new WorkerProcess(database, protocol.server, 'state', 4));
  const answers = await Promise.all(starting.map((worker) => worker.answer()));
  expect(answers).toEqual(Array.from({ length: 5 }, () => ({ status: 'open', waiting: [] })));
  await protocol.server.stop();
});
