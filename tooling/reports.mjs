// Reads the runners' JSON reports. Everything except a plain pass counts as failed: a skipped test, one that passed on a
// retry, a file that did not load, a runner that crashed or ran nothing.
import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

export function readVitest(file, exitCode) {
  const report = read(file);
  if (!report) return nothing;
  const passed = report.numPassedTests;
  const unloaded = report.testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0);
  const failures = report.testResults.flatMap((file) =>
    file.assertionResults
      .filter((test) => test.status !== 'passed')
      .map(
        (test) =>
          `${file.name} › ${test.fullName}\n${shorten(test.failureMessages?.join('\n') || test.status)}`,
      ),
  );
  failures.push(...unloaded.map((file) => `${file.name} did not load\n${shorten(file.message)}`));
  return settle({ passed, failed: report.numTotalTests - passed + unloaded.length, failures }, exitCode);
}

export function readPlaywright(file, exitCode) {
  const report = read(file);
  if (!report) return nothing;
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failures = report.suites
    .flatMap(specsOf)
    .filter((spec) => spec.tests.some((test) => test.status !== 'expected'))
    .map((spec) => `${spec.file}:${spec.line} › ${spec.title}\n${shorten(errorsOf(spec))}`);
  return settle({ passed: expected, failed: unexpected + flaky + skipped, failures }, exitCode);
}

const nothing = { passed: 0, failed: 1, failures: ['a runner that left no report'] };

function settle({ passed, failed, failures }, exitCode) {
  const hidden = failed === 0 && (exitCode !== 0 || passed === 0);
  if (hidden) failures.push(`a runner that ended with ${exitCode} although no test failed`);
  return { passed, failed: hidden ? 1 : failed, failures };
}

function specsOf(suite) {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];
}

function errorsOf(spec) {
  const results = spec.tests.flatMap((test) => test.results);
  const messages = results.flatMap((result) => result.errors.map((error) => error.message));
  return messages.length > 0 ? messages.join('\n') : results.map((result) => result.status).join(', ');
}

function shorten(text = '') {
  return stripVTControlCharacters(text).slice(0, 2_000);
}

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
