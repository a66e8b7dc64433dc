// What a restart of the Pusher server costs the back end of many pages: pnpm -C bench continuity-restart [pages] [channels]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { report } from '../report.ts';
import { ways } from './ways.ts';

const [count, channels] = [Number(process.argv[2] ?? 200), Number(process.argv[3] ?? 20)];
const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const execArgv = ['--conditions=@channelkit/source', '--disable-warning=CHANNELKIT_DEV_SERVER'];
const env = { ...process.env, NODE_ENV: 'production' };

interface Counts {
  readonly requests: readonly { readonly path: string; readonly at: number }[];
  readonly bytes: number;
}

async function measure(index: number): Promise<readonly string[]> {
  const backEnd = fork(file('./backEnd.ts'), [], { execArgv, env });
  const [place] = (await once(backEnd, 'message')) as [object];
  const tell = async (command: string, channel = '') => {
    backEnd.send({ command, channel });
    const [{ result }] = (await once(backEnd, 'message')) as [{ result: unknown }];
    return result;
  };
  const given = [index, count, channels].map(String);
  const clients = fork(file('./clients.ts'), [...given, JSON.stringify(place)], { execArgv, env });
  const [{ changing }] = (await once(clients, 'message')) as [{ changing: string }];
  await tell('begin');
  await tell('restart', changing);
  const backAt = Date.now();
  clients.send('wait');
  const [{ at, right }] = (await once(clients, 'message')) as [{ at: number; right: number }];
  const { requests, bytes } = (await tell('counts')) as Counts;
  clients.kill();
  backEnd.kill();
  const of = (path: string) => requests.filter((request) => request.path === path).length;
  const each = (number: number) => (number / count).toFixed(1);
  return [
    ways[index]?.name ?? '',
    each(requests.length),
    ['/auth', '/resume', '/data'].map((path) => each(of(path))).join(' + '),
    String(worstSecond(requests.map((request) => request.at))),
    `${(bytes / count / 1_000).toFixed(1)} kB`,
    right === count
      ? `${((at - backAt) / 1_000).toFixed(1)} s`
      : `**never**: ${count - right} are wrong after 60 s`,
  ];
}

/** The most requests that any second has. */
function worstSecond(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  let worst = 0;
  let from = 0;
  for (const [to, time] of sorted.entries()) {
    while ((sorted[from] as number) <= time - 1_000) from += 1;
    worst = Math.max(worst, to - from + 1);
  }
  return worst;
}

const rows: (readonly string[])[] = [];
for (const [index, { name }] of ways.entries()) {
  process.stderr.write(`${name} …\n`);
  rows.push(await measure(index));
}
report({
  name: 'continuity-restart',
  columns: [
    `${count} pages × ${channels} channels`,
    'requests per page',
    'to authorize + to resume + for data',
    'requests in the worst second',
    'bytes per page',
    'all pages right after',
  ],
  rows,
});
