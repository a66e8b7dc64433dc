// Packs every package as it would be published, into .results/tarballs.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { folder } from './tally.mjs';
import { packages } from './workspace.mjs';

/** Resolves to the packages with the path of their tarball. Needs a build. */
export function packAll() {
  const target = `${folder}tarballs`;
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  return packages.map((each) => {
    const output = execFileSync('pnpm', ['--dir', each.dir, 'pack', '--json', '--pack-destination', target], {
      encoding: 'utf8',
    });
    return { ...each, tarball: JSON.parse(output).filename };
  });
}
