// `npm test`: build, unit and type tests, then the demo in a real browser. The browser is looked for first, so that a machine
// without one says so within seconds.
import { findBrowser } from './browser.ts';
import { readPlaywright, readVitest } from './reports.mjs';
import { step } from './step.mjs';
import { folder, record, total } from './tally.mjs';

const CHROME_PATH = findBrowser({ install: true });

const built = (await step('build', 'turbo run build')) === 0;
if (!built) record('build', { passed: 0, failed: 1, failures: ['build'] });

await unitTests();
if (!built) failed('e2e', 'The end-to-end tests did not run: the build failed.');
else if (CHROME_PATH === undefined)
  failed('e2e', 'The end-to-end tests did not run: there is no browser (see above).');
else await endToEndTests();

process.exitCode = total().failed === 0 ? 0 : 1;

async function unitTests() {
  const report = `${folder}vitest.json`;
  const command = `vitest run --reporter=default --reporter=json --outputFile.json="${report}"`;
  record('vitest', readVitest(report, await step('unit and type tests', command)));
}

async function endToEndTests() {
  const report = `${folder}playwright.json`;
  const code = await step('end-to-end tests', 'pnpm --dir apps/demo run e2e --reporter=list,json', {
    CHROME_PATH,
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  });
  record('e2e', readPlaywright(report, code));
}

function failed(runner, message) {
  console.error(message);
  record(runner, { passed: 0, failed: 1, failures: [message] });
}
