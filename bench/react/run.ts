// Our hooks beside the known ones, one process each, over loopback: pnpm build && pnpm -C bench react-hooks
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Figures } from './measure.ts';

const contenders = ['raw', 'channelkit', 'echo', 'usePusher'];
const script = fileURLToPath(new URL('./measure.ts', import.meta.url));
const rounds = 3;

function measure(name: string): Figures {
  process.stderr.write(`${name} …\n`);
  const output = execFileSync(process.execPath, ['--disable-warning=CHANNELKIT_DEV_SERVER', script, name], {
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 240_000,
  });
  return JSON.parse(output) as Figures;
}

/** The least disturbed of several rounds, time by time; what went over the wire is that of the last. */
function best(all: readonly Figures[]): Figures {
  const least = (read: (figures: Figures) => number) => Math.min(...all.map(read));
  const last = all.at(-1) as Figures;
  return {
    ...last,
    dispatch: least(({ dispatch }) => dispatch),
    burst: { ...last.burst, time: least(({ burst }) => burst.time) },
    mount: least(({ mount }) => mount),
    unmount: least(({ unmount }) => unmount),
    unmountShared: least(({ unmountShared }) => unmountShared),
  };
}

const measured = Array.from({ length: rounds }, () => contenders.map(measure));
const results = contenders.map((_, index) => best(measured.map((round) => round[index] as Figures)));
const [raw] = results as [Figures];

const ms = (value: number) => (value < 1 ? `${(value * 1_000).toFixed(0)} µs` : `${value.toFixed(0)} ms`);
const against = (value: number, base: number) => `${ms(value)} (${(value / base).toFixed(2)} ×)`;
const wire = ({ frames, authRequests }: Figures['swap']) => `${frames} / ${authRequests}`;
const rows: [string, (figures: Figures) => string][] = [
  ['one event to 1,000 handlers', ({ dispatch }) => against(dispatch, raw.dispatch)],
  ['10,000 events: time', ({ burst }) => against(burst.time, raw.burst.time)],
  ['10,000 events: renders of one component', ({ burst }) => String(burst.renders)],
  ['mount 10,000 components, CPU time', ({ mount }) => against(mount, raw.mount)],
  ['unmount 10,000 components, CPU time', ({ unmount }) => against(unmount, raw.unmount)],
  ['… all with one handler', ({ unmountShared }) => against(unmountShared, raw.unmountShared)],
  ['50 renders 20 ms apart, inline handler: frames / auth', ({ rerender }) => wire(rerender)],
  ['swap of pages: frames / auth', ({ swap }) => wire(swap)],
  ['5 changes of a closed-over value: frames / auth', ({ changes }) => wire(changes)],
  ['… events handled with the value of the moment, of 5', ({ changes }) => String(changes.right)],
];

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
process.stdout.write(line(['', ...results.map(({ name }) => name)]));
process.stdout.write(line(['---', ...results.map(() => '---')]));
for (const [title, cell] of rows) process.stdout.write(line([title, ...results.map(cell)]));
