import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lockFolder } from '@channelkit/tooling/folder-lock';
import { expect, it, onTestFinished } from 'vitest';

const inUse = (pid: number) => `process ${pid} has it`;

it('a folder belongs to one running process, and to the next when that is gone or done', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'channelkit-lock-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'lock');
  await writeFile(file, String(process.ppid));
  expect(() => lockFolder(folder, inUse)).toThrow(`process ${process.ppid} has it`);
  // No process has a number as large as this.
  await writeFile(file, '2147483647');
  const unlock = lockFolder(folder, inUse);
  expect(await readFile(file, 'utf8')).toBe(String(process.pid));
  unlock();
  lockFolder(folder, inUse)();
  await expect(readFile(file)).rejects.toThrow('ENOENT');
});
