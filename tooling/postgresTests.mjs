// `npm run postgres`: the demo's database tests and a run of the whole demo (built before) on a real PostgreSQL, started for
// them. If none can be found or installed, nothing runs and nothing counts as passed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findPostgres, startPostgres } from './postgres.mjs';
import { readVitest } from './reports.mjs';
import { folder, record } from './tally.mjs';

const report = `${folder}postgres.json`;
const flags = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];

const bin = findPostgres();
if (bin) await run(await startPostgres(bin));
else {
  const notRun = 'the demo on a real PostgreSQL; there is none here. Install one, then: npm run postgres';
  record('postgres', { passed: 0, failed: 0, notRun });
  console.error(`Not run: ${notRun}`);
}

async function run({ url, stop }) {
  const vitest = spawn('pnpm', ['vitest', 'run', '--config', 'tests/postgres/vitest.config.ts', ...flags], {
    stdio: 'inherit',
    // a limit for the whole run
    timeout: 600_000,
    env: { ...process.env, TEST_DATABASE_URL: url },
  });
  // Whoever ends us ends the tests as well; the database must not outlive them.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => vitest.kill(signal));
  try {
    const [code] = await once(vitest, 'exit');
    record('postgres', readVitest(report, code ?? 1));
    process.exitCode = code ?? 1;
  } finally {
    await stop();
  }
}
