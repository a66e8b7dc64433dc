// 1,000 sockets on one channel and 50 broadcasts a second, on the built server and on soketi, in alternation and on the
// same Node. Prints medians with their spread. Build first: pnpm -C packages/dev-server build.
// BENCH_ROUNDS and BENCH_SECONDS change the length, BENCH_SOCKETS the sockets of the memory figure; BENCH_ALONE=1 leaves soketi out.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { soketiNode, startSoketi } from '../../tooling/interop/soketi.mjs';
import { report } from '../report.ts';
import { openIdle, runLoad } from './load.mjs';

const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const load = { sockets: 1000, perSecond: 50, seconds: Number(process.env.BENCH_SECONDS ?? 10) };
const idleSockets = Number(process.env.BENCH_SOCKETS ?? 5000);
const app = { id: '1', key: 'bench-key', secret: 'bench-secret' };
// soketi runs on Node 20 at most, so both run on the Node that is fetched with it.
const node = process.env.BENCH_ALONE ? process.execPath : await soketiNode();
const servers = {
  'dev server': startOurs,
  ...(process.env.BENCH_ALONE ? {} : { soketi: () => startSoketi([app]) }),
};

const samples = Object.fromEntries(Object.keys(servers).map((name) => [name, []]));
for (let round = 0; round < rounds; round += 1) {
  for (const [name, start] of Object.entries(servers)) samples[name].push(await measure(start));
}
const results = Object.fromEntries(
  Object.entries(samples).map(([name, list]) => [
    name,
    Object.fromEntries(
      Object.keys(list[0]).map((figure) => [figure, spread(list.map((each) => each[figure]))]),
    ),
  ]),
);
const figures = Object.keys(results['dev server']).map((figure) => [
  figure,
  ...Object.values(results).map((result) => result[figure]),
]);
if (samples.soketi) {
  const ratios = samples['dev server'].map((ours, n) => ours.cpuSeconds / samples.soketi[n].cpuSeconds);
  figures.push(['CPU time, ratio', spread(ratios), '1']);
}
report({ name: 'dev-server', columns: ['', ...Object.keys(results)], rows: figures });
const isIncomplete = samples['dev server'].some(({ lost, refused }) => lost > 0 || refused > 0);
if (isIncomplete) console.error('The dev server lost messages or refused requests.');
process.exitCode = isIncomplete ? 1 : 0;

/** The median, with the lowest and the highest value. */
function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const show = (value) => Number(value.toFixed(2));
  const median = sorted[Math.floor(sorted.length / 2)];
  return `${show(median)} (${show(sorted[0])} to ${show(sorted.at(-1))})`;
}

async function measure(start) {
  const server = await start();
  try {
    await sleep(500);
    const idleMb = residentKb(server.pid) / 1024;
    const cpu = cpuSeconds(server.pid);
    const { latencyMs, ...result } = await runLoad({ port: server.port, app, ...load });
    const used = cpuSeconds(server.pid);
    const before = residentKb(server.pid);
    const close = await openIdle({ port: server.port, app, count: idleSockets });
    await sleep(1000);
    const kbPerSocket = (residentKb(server.pid) - before) / idleSockets;
    close();
    const { p50, p99 } = latencyMs;
    return { ...result, p50Ms: p50, p99Ms: p99, idleMb, kbPerSocket, cpuSeconds: used - cpu };
  } finally {
    await server.stop();
  }
}

async function startOurs() {
  const cli = fileURLToPath(new URL('../../packages/dev-server/dist/cli.js', import.meta.url));
  const child = spawn(node, [cli, 'dev', '--port', '0', '--json'], {
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
  const stop = async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return { port: JSON.parse(line).port, pid: child.pid, stop };
}

/** Resident memory; not a number where there is no /proc. */
function residentKb(pid) {
  return read(() => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]));
}

/** User and system time so far; not a number where there is no /proc. */
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
    return Number.NaN;
  }
}
