// `npm run interop`: the conformance suite against a third-party server, with the real client and server libraries.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startSoketi } from './soketi.mjs';

// One app for each scenario, so that none sees another's channels.
const apps = Array.from({ length: 100 }, (_, n) => ({
  id: `app-${n}`,
  key: `key-${n}`,
  secret: `secret-${n}`,
}));
const { port, stop } = await startSoketi(apps);
try {
  const vitest = spawn('pnpm', ['vitest', 'run', '--config', 'tests/conformance/vitest.interop.config.ts'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, SOKETI_PORT: String(port) },
  });
  const [code] = await once(vitest, 'exit');
  process.exitCode = code ?? 1;
} finally {
  await stop();
}
