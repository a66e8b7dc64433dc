import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../../..');

it('npx channelkit works in the repository after the install, with nothing built', {
  timeout: 60_000,
}, async () => {
  const manifest = JSON.parse(await readFile(path.join(root, 'packages/dev-server/package.json'), 'utf8'));
  const run = promisify(execFile);
  const { stdout } = await run('npx', ['--no-install', 'channelkit', '--version'], { cwd: root });
  expect(stdout.trim()).toBe(manifest.version);
  // The published one is built.
  expect([manifest.bin, manifest.publishConfig.bin]).toEqual([
    { channelkit: './src/cli.ts' },
    { channelkit: './dist/cli.js' },
  ]);
});
