import { search } from '../../packages/tanstack-query/tests/convergence/search.ts';

const runs = Number(process.argv[2]);
const { failure, runs: needed } = await search({ runs, steps: 40, seed: 1 });
process.stdout.write(failure === null ? 'not noticed\n' : `noticed ${needed}\n`);
