// `npm run interop [soketi|clients|suite …]`: third-party software and the protocol server: the conformance suite
// against Soketi; earlier pusher-js, laravel-echo and earlier server libraries; pusher-js's own integration suite.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { otherClients } from './interop/otherClients.mjs';
import { startSoketi } from './interop/soketi.mjs';
import { readVitest } from './reports.mjs';
import { folder, record } from './tally.mjs';

const parts = { soketi, clients, suite };
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
for (const name of wanted) {
  const part = parts[name];
  if (!part) throw new Error(`There is no part "${name}"; choose from ${Object.keys(parts).join(', ')}`);
  await part();
}

async function soketi() {
  // One app for each scenario, so that none sees another's channels.
  const apps = Array.from({ length: 100 }, (_, n) => ({
    id: `app-${n}`,
    key: `key-${n}`,
    secret: `secret-${n}`,
  }));
  const { port, stop } = await startSoketi(apps);
  try {
    await vitest('soketi', { SOKETI_PORT: String(port) });
  } finally {
    await stop();
  }
}

async function clients() {
  await vitest('clients', { CLIENTS_FOLDER: await otherClients() });
}

async function suite() {
  const { runPusherJsSuite } = await import('./interop/pusherJsSuite.mjs');
  const results = await runPusherJsSuite(await otherClients());
  for (const [environment, { passed, failures }] of Object.entries(results)) {
    console.log(`pusher-js's own suite, ${environment}: ${passed} passed, ${failures.length} failed`);
    for (const failure of failures) console.log(`  ${failure}`);
    record(`suite-${environment}`, { passed, failed: failures.length, failures });
    if (failures.length > 0 || passed === 0) process.exitCode = 1;
  }
}

async function vitest(name, env) {
  const report = `${folder}interop-${name}.json`;
  const run = spawn(
    'pnpm',
    [
      'vitest',
      'run',
      '--config',
      'tests/conformance/vitest.interop.config.ts',
      `interop/${name}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { stdio: 'inherit', shell: process.platform === 'win32', env: { ...process.env, ...env } },
  );
  const [code] = await once(run, 'exit');
  record(`interop-${name}`, readVitest(report, code ?? 1));
  if (code !== 0) process.exitCode = code ?? 1;
}
