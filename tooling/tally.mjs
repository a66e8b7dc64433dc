// Counts of passed and failed tests, one file per runner in .results, so that several processes add to one total.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const folder = fileURLToPath(new URL('../.results/', import.meta.url));

export function reset() {
  rmSync(folder, { recursive: true, force: true });
}

/** `notRun` names what could not run on this machine: it counts as neither, and is printed next to the total. */
export function record(runner, { passed, failed, failures = [], notRun }) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}${runner}.count.json`, JSON.stringify({ passed, failed, failures, notRun }));
}

export function total() {
  const sum = {
    passed: 0,
    failed: 0,
    failures: /** @type {string[]} */ ([]),
    notRun: /** @type {string[]} */ ([]),
  };
  for (const file of existsSync(folder) ? readdirSync(folder) : []) {
    if (!file.endsWith('.count.json')) continue;
    const { passed, failed, failures, notRun } = JSON.parse(readFileSync(folder + file, 'utf8'));
    sum.passed += passed;
    sum.failed += failed;
    sum.failures.push(...failures);
    if (notRun) sum.notRun.push(notRun);
  }
  return sum;
}

export function summary() {
  const { passed, failed, notRun } = total();
  return [...notRun.map((what) => `Not run: ${what}`), `${passed} passed, ${failed} failed`].join('\n');
}

// `node tooling/tally.mjs --settle STATUS` prints what failed, then the sum; after a failed run it never says that nothing failed.
// The failures come last, since what a runner printed may be thousands of lines away.
if (import.meta.filename === process.argv[1]) {
  const [, , , status] = process.argv;
  if (status !== '0' && total().failed === 0) record('run', { passed: 0, failed: 1 });
  for (const failure of total().failures) console.log(`\nFAILED ${failure}`);
  console.log(summary());
}
