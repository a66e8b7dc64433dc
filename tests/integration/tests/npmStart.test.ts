import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';

const root = path.join(import.meta.dirname, '../../..');

/** `npm start` as the root's package.json has it, with a server that notes its signals in place of the demo. */
async function startWithNpm(): Promise<{ npm: ChildProcess; noted: () => Promise<string> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'channelkit-npm-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { scripts } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const file = (name: string) => path.join(folder, name);
  await writeFile(
    file('package.json'),
    JSON.stringify({ scripts: { start: scripts.start.replaceAll('tooling/run.mjs', 'run.mjs') } }),
  );
  const group = JSON.stringify(path.join(root, 'tooling/processGroup.mjs'));
  await writeFile(
    file('run.mjs'),
    `import { runGroup } from ${group}; process.exitCode = await runGroup('"${process.execPath}" server.mjs');`,
  );
  await writeFile(
    file('server.mjs'),
    `import { appendFileSync } from 'node:fs';
     const note = (line) => appendFileSync('noted', line + '\\n');
     const alive = setInterval(() => {}, 1000);
     process.on('SIGINT', () => { note('SIGINT'); clearInterval(alive); });
     process.on('exit', () => note('ended'));
     note('running');`,
  );
  const npm = spawn('npm', ['start'], { cwd: folder, stdio: 'ignore', detached: true });
  onTestFinished(() => {
    try {
      process.kill(-(npm.pid ?? 0), 'SIGKILL');
    } catch {
      // it has ended
    }
  });
  const noted = () => readFile(file('noted'), 'utf8').catch(() => '');
  await vi.waitFor(async () => expect(await noted()).toBe('running\n'), { timeout: 20_000 });
  return { npm, noted };
}

it.each([
  ['npm alone is told to', 1],
  ["everything under the terminal's Ctrl-C is told to", -1],
])('npm start ends what it started when %s', { timeout: 60_000 }, async (_who, sign) => {
  const { npm, noted } = await startWithNpm();
  const ended = once(npm, 'exit');
  process.kill(sign * (npm.pid ?? 0), 'SIGINT');
  await ended;
  expect(await noted()).toBe('running\nSIGINT\nended\n');
});
