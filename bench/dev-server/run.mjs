// 1,000 sockets on one channel, 50 broadcasts a second for 30 s, on the built server and on a third-party one.
// Build first: pnpm -C packages/dev-server build. BENCH_SECONDS shortens the run; BENCH_ALONE=1 leaves the other out.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startSoketi } from '../../tooling/soketi.mjs';
import { runLoad } from './load.mjs';

const load = { sockets: 1000, perSecond: 50, seconds: Number(process.env.BENCH_SECONDS ?? 30) };
const app = { id: 'bench', key: 'bench-key', secret: 'bench-secret' };
const limits = { startMs: 300, idleMb: 80 };

const ours = await measure(startOurs);
const results = { 'dev server': ours };
if (!process.env.BENCH_ALONE) results['soketi 1.6.1'] = await measure(() => startSoketi([app]));
console.log(JSON.stringify(results, null, 2));

const other = results['soketi 1.6.1'];
if (other?.cpuSeconds) {
  console.log(`CPU time, ours to theirs: ${(ours.cpuSeconds / other.cpuSeconds).toFixed(2)}`);
  console.log(`Median latency, ours to theirs: ${(ours.latencyMs.p50 / other.latencyMs.p50).toFixed(2)}`);
}
const failures = [
  ours.lost > 0 && `${ours.lost} messages were lost`,
  ours.startMs > limits.startMs && `the start took ${ours.startMs} ms`,
  ours.idleMb > limits.idleMb && `${ours.idleMb} MB without a client`,
].filter(Boolean);
for (const failure of failures) console.error(`over the limit: ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;

async function measure(start) {
  const server = await start();
  try {
    await sleep(500);
    const idleMb = residentMb(server.pid);
    const cpu = cpuSeconds(server.pid);
    const result = await runLoad({ port: server.port, app, ...load });
    const used = cpuSeconds(server.pid);
    return {
      ...result,
      startMs: server.startMs,
      idleMb,
      loadedMb: residentMb(server.pid),
      cpuSeconds: cpu === null || used === null ? null : Number((used - cpu).toFixed(2)),
    };
  } finally {
    await server.stop();
  }
}

async function startOurs() {
  const cli = fileURLToPath(new URL('../../packages/dev-server/dist/cli.js', import.meta.url));
  const begun = performance.now();
  const child = spawn(process.execPath, [cli, 'dev', '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      PUSHER_APP_ID: app.id,
      PUSHER_APP_KEY: app.key,
      PUSHER_APP_SECRET: app.secret,
    },
  });
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error('The server did not start; was it built?'))),
  ]);
  const startMs = Math.round(performance.now() - begun);
  const stop = async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return { port: JSON.parse(line).port, pid: child.pid, startMs, stop };
}

/** Resident memory; null where there is no /proc. */
function residentMb(pid) {
  return read(() =>
    Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024),
  );
}

/** User and system time so far; null where there is no /proc. */
function cpuSeconds(pid) {
  return read(() => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  });
}

function read(figure) {
  try {
    return figure();
  } catch {
    return null;
  }
}
