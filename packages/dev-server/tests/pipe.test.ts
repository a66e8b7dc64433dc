import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { envOf } from './support/cli.ts';
import { startTestServer } from './support/testServer.ts';

const command = path.join(import.meta.dirname, '../src/cli.ts');

it('channelkit listen ends with 0 when its output is closed, as by "| head -1"', {
  timeout: 60_000,
}, async () => {
  const server = await startTestServer();
  const run = spawn(process.execPath, ['--no-warnings', command, 'listen', 'orders', '--json'], {
    env: { PATH: process.env.PATH, ...envOf(server) },
  });
  onTestFinished(() => void run.kill('SIGKILL'));
  let said = '';
  run.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await expect.poll(() => said, { timeout: 30_000 }).toContain('listening on orders');
  const first = once(run.stdout, 'data');
  server.trigger('orders', 'order.created', { id: 1 });
  await first;
  run.stdout.destroy();
  const ended = once(run, 'exit');
  server.trigger('orders', 'order.created', { id: 2 });
  expect(await ended).toEqual([0, null]);
  expect(said).not.toContain('EPIPE');
});
