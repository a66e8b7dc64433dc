// Reads the runners' JSON reports. Whatever is not a plain pass counts as failed: a skipped test, one that passed on a second
// try, a file that did not load, a runner that ended badly or ran nothing.
import { existsSync, readFileSync } from 'node:fs';

export function readVitest(file, exitCode) {
  const report = read(file);
  if (!report) return nothing;
  const passed = report.numPassedTests;
  const unloaded = report.testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0);
  return settle(passed, report.numTotalTests - passed + unloaded.length, exitCode);
}

export function readPlaywright(file, exitCode) {
  const report = read(file);
  if (!report) return nothing;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return settle(expected, unexpected + flaky + skipped, exitCode);
}

const nothing = { passed: 0, failed: 1 };

function settle(passed, failed, exitCode) {
  const hidden = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: hidden ? 1 : failed };
}

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
