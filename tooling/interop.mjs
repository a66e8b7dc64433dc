// `npm run interop`: the conformance suite against a third-party server, with the real client and server libraries.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readVitest } from './reports.mjs';
import { startSoketi } from './soketi.mjs';
import { folder, record } from './tally.mjs';

const report = `${folder}interop.json`;
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];

// One app for each scenario, so that none sees another's channels.
const apps = Array.from({ length: 100 }, (_, n) => ({
  id: `app-${n}`,
  key: `key-${n}`,
  secret: `secret-${n}`,
}));
const { port, stop } = await startSoketi(apps);
try {
  const vitest = spawn(
    'pnpm',
    ['vitest', 'run', '--config', 'tests/conformance/vitest.interop.config.ts', ...reporters],
    {
      stdio: 'inherit',
      shell: process.platform === 'win32',
      env: { ...process.env, SOKETI_PORT: String(port) },
    },
  );
  const [code] = await once(vitest, 'exit');
  record('interop', readVitest(report, code ?? 1));
  process.exitCode = code ?? 1;
} finally {
  await stop();
}
