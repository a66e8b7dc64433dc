import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { keptSecret } from './keptSecret.ts';

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'channelkit-secret-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

it('a secret is created once and kept', async () => {
  const folder = path.join(await makeFolder(), 'not there yet');
  const secret = keptSecret(folder, 'session-secret');
  expect(secret.length).toBeGreaterThanOrEqual(32);
  expect(keptSecret(folder, 'session-secret')).toBe(secret);
  expect(await readdir(folder)).toEqual(['session-secret']);
});

it.each(['', '\n', 'cut'])('a file that holds %j is replaced, with a warning that says so', async (text) => {
  const folder = await makeFolder();
  const file = path.join(folder, 'session-secret');
  await writeFile(file, text);
  const warnings = vi.spyOn(console, 'warn').mockImplementation(() => {});
  onTestFinished(() => warnings.mockRestore());
  const secret = keptSecret(folder, 'session-secret');
  expect(await readFile(file, 'utf8')).toBe(secret);
  expect(warnings.mock.calls.flat().join()).toContain('is empty or cut off');
});

it('a file that cannot be read is not replaced', async () => {
  const folder = await makeFolder();
  expect(() => keptSecret(path.dirname(folder), path.basename(folder))).toThrow('EISDIR');
});
