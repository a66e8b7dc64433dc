// Checks that no linter here makes: tests that do not count, silenced checkers, and traces of one machine.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const self = 'tooling/houseRules.mjs';
const tests = /\.(test|test-d|spec)\.[cm]?[jt]sx?$|^tests\/|\/e2e\//;
const configs = /(vitest|playwright)[^/]*\.[jt]s$/;

const rules = [
  {
    in: tests,
    pattern: /\b(?:it|test|describe)\.(?:only|skip|todo|fixme|fails|skipIf|runIf)\b/,
    says: 'a test must run',
  },
  {
    in: tests,
    pattern: /\b(?:it|test|describe)(?:\.\w+)*\(.*\b(?:retry|retries|repeats)\s*:/,
    says: 'a test runs once',
  },
  // the default of 1 s is missed on a busy machine
  { in: tests, pattern: /\bvi\.waitFor\((?!.*(?:timeout|, \w+\)+;$)).*\);$/, says: 'a wait says its limit' },
  { in: configs, pattern: /\b(?:retry|retries)\s*:\s*[^0\s]/, says: 'a test runs once' },
  {
    in: /\.[cm]?[jt]sx?$/,
    pattern: /@ts-(?:ignore|nocheck)|biome-ignore|(?:oxlint|eslint)-disable/,
    says: 'no silenced checker',
  },
  { in: /(?<!\.test-d)\.tsx?$/, pattern: /@ts-expect-error/, says: 'only type tests expect type errors' },
  { in: /\.[cm]?[jt]sx?$|\.md$/, pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/, says: 'no unfinished work' },
  { in: /./, pattern: /(?<![\w.])\/(?:work|root|home\/\w+|Users\/\w+)\//, says: 'no path of one machine' },
  { in: /./, pattern: /\bregistry\.[a-z0-9-]+\.[a-z]|\bregistry=/, says: 'no registry host' },
  { in: /^pnpm-lock\.yaml$/, pattern: /\btarball:|https?:\/\//, says: 'the lockfile names no host' },
];

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file && file !== self);
const problems = [];
for (const file of files) {
  const matching = rules.filter((rule) => rule.in.test(file));
  if (matching.length === 0) continue;
  const lines = read(file).split('\n');
  for (const { pattern, says } of matching) {
    const at = lines.findIndex((line) => pattern.test(line));
    if (at !== -1) problems.push(`${file}:${at + 1}: ${says}: ${lines[at].trim().slice(0, 100)}`);
  }
}
console.log(problems.join('\n') || 'house rules: kept');
process.exitCode = problems.length > 0 ? 1 : 0;

function read(file) {
  try {
    const text = readFileSync(file, 'utf8');
    return text.includes('\0') ? '' : text;
  } catch {
    return ''; // deleted, not yet committed
  }
}
