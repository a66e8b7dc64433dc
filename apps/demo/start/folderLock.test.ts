import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lockFolder } from '@channelkit/tooling/folder-lock';
import { expect, it, onTestFinished } from 'vitest';

const inUse = (pid: number) => `process ${pid} has it`;

async function makeFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), 'channelkit-lock-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return { folder, file: path.join(folder, 'lock') };
}

it('a folder belongs to one running process, and to the next when that one is gone or done', async () => {
  const { folder, file } = await makeFolder();
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

it('a lock is stale when its process number has gone to a program that started after it was written', async () => {
  const { folder, file } = await makeFolder();
  await writeFile(file, String(process.ppid));
  const lastYear = new Date(Date.now() - 365 * 86_400_000);
  await utimes(file, lastYear, lastYear);
  const unlock = lockFolder(folder, inUse);
  expect(await readFile(file, 'utf8')).toBe(String(process.pid));
  unlock();
});

it.each(['', 'torn'])('a lock that reads %j, as a full disk leaves it, is taken over', async (text) => {
  const { folder, file } = await makeFolder();
  await writeFile(file, text);
  const unlock = lockFolder(folder, inUse);
  expect(await readFile(file, 'utf8')).toBe(String(process.pid));
  unlock();
});
