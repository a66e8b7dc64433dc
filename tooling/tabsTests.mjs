// Runs the tests with tabs of a real browser.
import { findBrowser } from './browser.ts';
import { readVitest } from './reports.mjs';
import { step } from './step.mjs';
import { folder, record } from './tally.mjs';

const CHROME_PATH = findBrowser({ install: true });
if (CHROME_PATH === undefined) {
  console.error('The tests with tabs did not run: there is no browser (see above).');
  process.exit(1);
}
const report = `${folder}tabs.json`;
const config = 'tests/integration/vitest.browser.config.ts';
const command = `vitest run --config ${config} --reporter=default --reporter=json --outputFile.json="${report}"`;
const code = await step('tabs of a browser', command, { CHROME_PATH });
record('tabs', readVitest(report, code));
process.exitCode = code;
