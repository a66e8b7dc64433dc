// Installs the packed tarballs beside a copy of tests/packed, outside the workspace, and serves the app there.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keepRunning } from './outsideApp.mjs';
import { packAll } from './tarballs.mjs';

/** The folder of a fresh copy; nothing is installed yet. */
export function copyApp() {
  const folder = mkdtempSync(path.join(tmpdir(), 'channelkit-packed-'));
  cpSync('tests/packed', folder, { recursive: true });
  const catalog = readFileSync('pnpm-workspace.yaml', 'utf8').match(/^catalog:\n(?: .*\n?)+/m)?.[0];
  const overrides = packAll().map(({ name, tarball }) => `  '${name}': 'file:${tarball}'`);
  writeFileSync(
    path.join(folder, 'pnpm-workspace.yaml'),
    [
      'packages: []',
      'pmOnFail: ignore',
      'allowBuilds:',
      '  sharp: false',
      'overrides:',
      ...overrides,
      catalog,
    ].join('\n'),
  );
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Serves the built app on a free port; resolves when it answers. */
export async function serve(folder, env) {
  const ready = /127\.0\.0\.1:(\d+)[\s\S]*Ready/;
  const { match, stop } = await keepRunning(folder, 'next start -H 127.0.0.1 -p 0', { ready, env });
  return { url: `http://127.0.0.1:${match[1]}`, stop };
}
