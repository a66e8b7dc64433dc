import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Journal } from '../src/journal.ts';

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'channelkit-journal-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes jobs until the disk is full, then finishes the first one; `sh` limits the size of every file to 1 kB or less. */
const fill = `
  import { Journal } from ${JSON.stringify(path.join(import.meta.dirname, '../src/journal.ts'))};
  const journal = new Journal(process.argv[1]);
  let jobId = 0;
  try {
    for (;;) journal.write({ jobId: ++jobId, claim: 'c'.repeat(30 + jobId), step: 'claiming' });
  } catch (error) {
    console.log(error.code, journal.open.length === jobId - 1);
  }
`;

it('a full disk leaves no half line: what was written before stays, and what follows is read', async () => {
  const folder = await makeFolder();
  const { stdout } = spawnSync(
    'sh',
    [
      '-c',
      'ulimit -f 1; exec "$0" --no-warnings --input-type=module -e "$1" "$2"',
      process.execPath,
      fill,
      folder,
    ],
    { encoding: 'utf8' },
  );
  expect(stdout.trim()).toBe('EFBIG true');
  const text = await readFile(path.join(folder, 'journal.jsonl'), 'utf8');
  expect(text.endsWith('\n')).toBe(true);
  const journal = new Journal(folder);
  const before = journal.open.length;
  expect(before).toBeGreaterThan(3);
  journal.write({ jobId: 999, claim: 'c', step: 'printing' });
  journal.close();
  const again = new Journal(folder);
  expect(again.open).toHaveLength(before + 1);
  expect(again.get(999)?.step).toBe('printing');
  again.close();
});
