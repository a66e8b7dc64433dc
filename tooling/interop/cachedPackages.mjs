// npm packages that are fetched on demand into a cache folder: tools beside us, never dependencies.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../node_modules/.cache/channelkit/', import.meta.url));

/** Installs the packages once. @returns the folder that holds their node_modules */
export async function cachedPackages(name, manifest) {
  const folder = join(root, name);
  if (existsSync(join(folder, 'node_modules'))) return folder;
  // Installed beside its place and then renamed, so that an interrupted run leaves no half folder.
  const staging = `${folder}-${process.pid}`;
  mkdirSync(staging, { recursive: true });
  writeFileSync(join(staging, 'package.json'), JSON.stringify({ private: true, ...manifest }));
  console.error(`fetching ${name} (once)`);
  const npm = spawn('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: staging,
    stdio: 'inherit',
    shell: platform() === 'win32',
  });
  const [code] = await once(npm, 'exit');
  if (code !== 0) throw new Error(`${name} could not be fetched; is the npm registry reachable?`);
  rmSync(folder, { recursive: true, force: true });
  renameSync(staging, folder);
  return folder;
}
