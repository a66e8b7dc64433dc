// The server half beside the official library, one process each, over loopback: pnpm build && pnpm -C bench server
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { report } from '../report.ts';
import type { Figures } from './measure.ts';

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const rounds = Number(process.argv[2] ?? 7);
const contenders = ['pusher', '@channelkit/server'];

const api = spawn(process.execPath, [file('./api.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
const [port] = (await once(api.stdout, 'data')) as [Buffer];

function measure(name: string): Figures {
  const output = execFileSync(process.execPath, [file('./measure.ts'), name, String(port).trim()], {
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 300_000,
  });
  return JSON.parse(output) as Figures;
}

const measured: Record<string, Figures[]> = {};
for (let round = 1; round <= rounds; round += 1) {
  process.stderr.write(`round ${round} of ${rounds} …\n`);
  for (const name of contenders) measured[name] = [...(measured[name] ?? []), measure(name)];
}
api.kill();

const sorted = (name: string, row: string): number[] =>
  (measured[name] ?? []).map((figures) => figures[row] as number).sort((a, b) => a - b);
const median = (values: readonly number[]): number => values[Math.floor(values.length / 2)] as number;
const show = (values: readonly number[]): string =>
  `${median(values).toFixed(1)} (${values[0]?.toFixed(1)}–${values.at(-1)?.toFixed(1)})`;

const rows = Object.keys(measured[contenders[0] as string]?.[0] ?? {}).map((row) => {
  const [theirs, ours] = contenders.map((name) => sorted(name, row)) as [number[], number[]];
  return [row, show(theirs), show(ours), (median(ours) / median(theirs)).toFixed(2)];
});
report({ name: 'server', columns: [`median (spread) of ${rounds}`, ...contenders, 'ratio'], rows });
