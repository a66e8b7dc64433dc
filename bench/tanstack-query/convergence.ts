// Ten thousand random histories: node --conditions=@channelkit/source tanstack-query/convergence.ts [runs] [seed]
import { search } from '../../packages/tanstack-query/tests/convergence/search.ts';

const [runs = 10_000, seed] = process.argv.slice(2).map(Number);
const lengths = [15, 40, 80];
for (const steps of lengths) {
  const share = Math.ceil(runs / lengths.length);
  const found = await search({ runs: share, steps, ...(seed === undefined ? {} : { seed }) });
  process.stdout.write(`${found.runs} schedules of up to ${steps} steps, seed ${found.seed}: `);
  process.stdout.write(found.failure === null ? 'all end right\n' : `FAILED\n${found.failure}\n`);
  if (found.failure !== null) process.exitCode = 1;
}
