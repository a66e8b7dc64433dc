import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Builds the application if there is no build. */
export function ensureBuild(folder: string): void {
  if (existsSync(path.join(folder, '.next', 'BUILD_ID'))) return;
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next');
  const { status } = spawnSync(process.execPath, [next, 'build'], { cwd: folder, stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed; see its output above.');
}
