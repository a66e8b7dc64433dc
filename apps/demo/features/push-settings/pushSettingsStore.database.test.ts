import { createHmac } from 'node:crypto';
import { startDevServer } from '@channelkit/dev-server';
import { expect, it, onTestFinished } from 'vitest';
import { createDatabase } from '../../tests/support/testDatabase.ts';
import { WorkerProcess } from '../../tests/support/workerProcess.ts';

it("tests the connection with the form's values or the stored secret, and stores nothing", {
  timeout: 120_000,
}, async () => {
  const server = await startDevServer();
  onTestFinished(() => server.stop());
  const worker = new WorkerProcess(await createDatabase(), server, 'testTypedSettings');
  const { problem, asked, isKept } = (await worker.answer()) as Record<string, unknown> & { asked: string[] };
  expect({ problem, isKept, asked: asked.length }).toEqual({ problem: null, isKept: true, asked: 1 });
  const { host, pathname, searchParams } = new URL(asked[0] ?? '');
  expect(host).toBe('api-ap1.pusher.com');
  expect(pathname).toBe('/apps/2/channels');
  expect(searchParams.get('auth_key')).toBe('typed-key');
  const signature = searchParams.get('auth_signature');
  searchParams.delete('auth_signature');
  searchParams.sort();
  const signed = createHmac('sha256', 'stored-secret').update(`GET\n${pathname}\n${searchParams}`);
  expect(signature).toBe(signed.digest('hex'));
});
