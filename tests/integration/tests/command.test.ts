import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../../..');

it('npx channelkit works in the repository after the install, without a build', {
  timeout: 60_000,
}, async () => {
  const manifest = JSON.parse(await readFile(path.join(root, 'packages/dev-server/package.json'), 'utf8'));
  const run = promisify(execFile);
  // as from a shell: what npm tells the scripts that it runs is not for the npx within
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const { stdout } = await run('npx', ['--no-install', 'channelkit', '--version'], { cwd: root, env });
  expect(stdout.trim()).toBe(manifest.version);
  // The published one is built.
  expect([manifest.bin, manifest.publishConfig.bin]).toEqual([
    { channelkit: './src/cli.ts' },
    { channelkit: './dist/cli.js' },
  ]);
});
