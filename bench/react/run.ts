// Our hooks beside the known ones, one process each, over loopback: pnpm build && pnpm -C bench react-hooks
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { report } from '../report.ts';
import type { Figures, Samples } from './measure.ts';

const contenders = ['raw', 'channelkit', 'echo', 'usePusher'];
const script = fileURLToPath(new URL('./measure.ts', import.meta.url));
const rounds = 3;
const flags = ['--expose-gc', '--disable-warning=CHANNELKIT_DEV_SERVER'];

function measure(name: string): Figures {
  process.stderr.write(`${name} …\n`);
  const output = execFileSync(process.execPath, [...flags, script, name], {
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 240_000,
  });
  return JSON.parse(output) as Figures;
}

/** The samples of all rounds; what went over the wire is that of the last. */
function together(all: readonly Figures[]): Figures {
  const join = (read: (figures: Figures) => Samples) => all.flatMap(read);
  const last = all.at(-1) as Figures;
  return {
    ...last,
    dispatch: join(({ dispatch }) => dispatch),
    burst: { ...last.burst, time: join(({ burst }) => burst.time) },
    mount1k: join(({ mount1k }) => mount1k),
    mount10k: join(({ mount10k }) => mount10k),
    unmount10k: join(({ unmount10k }) => unmount10k),
    unmountShared: join(({ unmountShared }) => unmountShared),
    perHook: { time: join(({ perHook }) => perHook.time), heap: join(({ perHook }) => perHook.heap) },
  };
}

// One after the other in every round, so that a busy minute of the machine hits all of them.
const measured = Array.from({ length: rounds }, () => contenders.map(measure));
const results = contenders.map((_, index) => together(measured.map((round) => round[index] as Figures)));
const [raw] = results as [Figures];

const quantile = (values: Samples, share: number) =>
  values.toSorted((a, b) => a - b)[Math.round((values.length - 1) * share)] as number;
const median = (values: Samples) => quantile(values, 0.5);

interface Unit {
  readonly name: string;
  readonly factor: number;
}
const [ms, us]: [Unit, Unit] = [
  { name: 'ms', factor: 1 },
  { name: 'µs', factor: 1_000 },
];
const figure = (value: number) => value.toFixed(Math.abs(value) < 10 ? 1 : 0);

/** Median, the middle half of all samples, and the median against raw's. */
function against(values: Samples, base: Samples, { name, factor }: Unit): string {
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => figure(quantile(values, share) * factor));
  return `${middle} ${name} (${low}–${high}), ${(median(values) / median(base)).toFixed(2)} ×`;
}
const wire = ({ frames, authRequests }: Figures['swap']) => `${frames} / ${authRequests}`;
const rows: [string, (figures: Figures) => string][] = [
  ['one event to 1,000 handlers', ({ dispatch }) => against(dispatch, raw.dispatch, us)],
  ['10,000 events: time', ({ burst }) => against(burst.time, raw.burst.time, ms)],
  ['10,000 events: renders of one component', ({ burst }) => String(burst.renders)],
  ['mount 1,000 components, CPU time', ({ mount1k }) => against(mount1k, raw.mount1k, ms)],
  ['mount 10,000 components, CPU time', ({ mount10k }) => against(mount10k, raw.mount10k, ms)],
  [
    '… what a hook adds to its component',
    ({ perHook }) => against(perHook.time, raw.perHook.time, { name: 'µs', factor: 1 }),
  ],
  [
    'heap that a hook holds',
    ({ perHook }) => against(perHook.heap, raw.perHook.heap, { name: 'B', factor: 1 }),
  ],
  ['unmount 10,000 components, CPU time', ({ unmount10k }) => against(unmount10k, raw.unmount10k, ms)],
  ['… all with one handler', ({ unmountShared }) => against(unmountShared, raw.unmountShared, ms)],
  ['50 renders 20 ms apart, inline handler: frames / auth', ({ rerender }) => wire(rerender)],
  ['swap of pages: frames / auth', ({ swap }) => wire(swap)],
  ['5 changes of a closed-over value: frames / auth', ({ changes }) => wire(changes)],
  ['… events handled with the value of the moment, of 5', ({ changes }) => String(changes.right)],
];

report({
  name: 'react-hooks',
  columns: ['', ...results.map(({ name }) => name)],
  rows: rows.map(([title, cell]) => [title, ...results.map(cell)]),
});
