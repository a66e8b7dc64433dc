// Core's coverage against the floor in vitest.config.ts. `npm test` has run the random histories in full: here a few are enough.
import { readVitest } from './reports.mjs';
import { step } from './step.mjs';
import { folder, record } from './tally.mjs';

const report = `${folder}coverage.json`;
const command = `vitest run --project core --coverage --reporter=default --reporter=json --outputFile.json="${report}"`;
const code = await step('coverage of core', command, { CHANNELKIT_RUNS: '100' });
// They were counted by the first run, so only what failed is of interest.
const { failed, failures } = readVitest(report, code);
if (failed > 0) record('coverage', { passed: 0, failed, failures });
process.exitCode = code;
