// Breaks one rule of the bridge after the other and expects the random histories to notice.
// node --conditions=@channelkit/source tanstack-query/mutants.ts [runs]
import { spawnSync } from 'node:child_process';
import { mutants } from './mutantList.ts';

const runs = process.argv[2] ?? '30000';
const rows = ['| broken rule | noticed after |', '|---|---|'];
for (const [name, { rule }] of Object.entries(mutants)) {
  const child = spawnSync(
    process.execPath,
    [
      '--conditions=@channelkit/source',
      '--import',
      new URL('./mutate.ts', import.meta.url).href,
      new URL('./oneMutant.ts', import.meta.url).pathname,
      runs,
    ],
    { env: { ...process.env, MUTANT: name }, encoding: 'utf8' },
  );
  const found = /^noticed (\d+)$/m.exec(child.stdout);
  if (!found) process.exitCode = 1;
  rows.push(`| ${rule} | ${found ? `${found[1]} schedules` : `**never** ${child.stderr.slice(0, 200)}`} |`);
}
process.stdout.write(`${rows.join('\n')}\n`);
