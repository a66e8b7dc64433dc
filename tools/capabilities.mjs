// Every capability of docs/coverage.md names its tests by titles that exist; no number is left out.
import { globSync, readFileSync } from 'node:fs';

const page = 'docs/coverage.md';
const call = /(?:\b(?:it|test)(?:\.\w+)*\(|\]\)\(|\w\)\()\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g;
const titles = new Set(
  globSync(
    ['{packages,apps}/*/{src,tests,e2e}/**/*.{test,spec}.{ts,tsx}', 'tests/*/**/*.{test,spec}.{ts,tsx}'],
    { exclude: (name) => name.includes('node_modules') },
  ).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(call)].map(([, , title]) => title.replace(/\\(.)/g, '$1')),
  ),
);

const problems = [];
const last = new Map();
for (const line of readFileSync(page, 'utf8').split('\n')) {
  const [, section, row] = /^\| (\d{3})\.(\d+) \|/.exec(line) ?? [];
  if (!section) continue;
  const number = `${section}.${row}`;
  if (Number(row) !== (last.get(section) ?? 0) + 1)
    problems.push(`${number} does not follow the row before it`);
  last.set(section, Number(row));
  const proof = line.split(' | ').at(-1);
  const named = [...proof.matchAll(/`([^`]+)`/g)].map(([, title]) => title);
  if (named.length === 0) problems.push(`${number} names no test`);
  for (const title of named) if (!titles.has(title)) problems.push(`${number}: there is no test "${title}"`);
}
if (last.size === 0) problems.push('there are no rows');
console.log(
  problems.map((problem) => `${page}: ${problem}`).join('\n') || 'capabilities: every title exists',
);
process.exitCode = problems.length > 0 ? 1 : 0;
