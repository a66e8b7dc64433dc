// Installs the packed tarballs beside a copy of tests/packed, outside the workspace, and runs the app there.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packAll } from './tarballs.mjs';

const patience = 240_000;

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

/** Runs a command line in the app; rejects with its output when it fails. */
export async function runIn(folder, command, env = {}) {
  const child = start(folder, command, env);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const late = setTimeout(() => process.kill(-child.pid), patience);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearTimeout(late);
  if (code !== 0) throw new Error(`${command} ended with ${code}\n${output}`);
  return output;
}

/** Serves the built app on a free port; resolves when it answers. */
export async function serve(folder, env) {
  const child = start(folder, 'next start -H 127.0.0.1 -p 0', env);
  const url = await new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const port = output.match(/127\.0\.0\.1:(\d+)[\s\S]*Ready/)?.[1];
      if (port) resolve(`http://127.0.0.1:${port}`);
    });
    child.on('close', (code) => reject(new Error(`next start ended with ${code}\n${output}`)));
  });
  const closed = new Promise((resolve) => child.on('close', resolve));
  const stop = async () => {
    if (child.exitCode === null) process.kill(-child.pid);
    await closed;
  };
  return { url, stop };
}

function start(folder, command, env) {
  const PATH = [path.join(folder, 'node_modules/.bin'), process.env.PATH].join(path.delimiter);
  return spawn(command, {
    cwd: folder,
    shell: true,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env, PATH },
  });
}
