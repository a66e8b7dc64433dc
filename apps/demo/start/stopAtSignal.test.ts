import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

const start = path.join(import.meta.dirname, '../start/stopAtSignal.ts');

/** A process that says "running", and at a signal does `stop`. */
async function runWith(stop: string) {
  const source = `import { stopAtSignal } from ${JSON.stringify(start)};
    stopAtSignal(${stop}); setInterval(() => {}, 1000); console.log('running');`;
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module-typescript', '-e', source]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child.stdout, 'data');
  return { child, ended: once(child, 'exit'), said: () => output };
}

it('a repeated signal is ignored: the shutdown finishes with exit code 0', async () => {
  const { child, ended } = await runWith(
    `async () => { console.log('stopping'); await new Promise((done) => process.stdin.once('end', done).resume()); }`,
  );
  const stopping = once(child.stdout, 'data');
  child.kill('SIGINT');
  await stopping;
  child.kill('SIGINT');
  child.kill('SIGTERM');
  child.stdin.end();
  expect(await ended).toEqual([0, null]);
});

it('a failed shutdown reports the reason and exits with code 1', async () => {
  const { child, ended, said } = await runWith(`async () => { throw new Error('the database is gone'); }`);
  child.kill('SIGTERM');
  expect(await ended).toEqual([1, null]);
  expect(said()).toContain('the database is gone');
});
