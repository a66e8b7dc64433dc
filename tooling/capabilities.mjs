// Tests and documents agree. Each row of docs/coverage.md and docs/traps.md names the files of its tests and the promises that they
// prove, never a title; decisions name files. The other way round, a title that cites a capability is in the row of that number, each promise has a test, and
// each test of what pusher-js does has a row.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Pages of rows, and the first cell of a row that names tests. */
const pages = { 'docs/coverage.md': 3, 'docs/traps.md': 2 };
const call = /(?:\b(?:it|test|describe)(?:\.\w+)*\(|[\])\w]\)\()\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g;
const promises = [...readFileSync('ARCHITECTURE.md', 'utf8').matchAll(/^(\d+)\. \*\*/gm)].map(
  ([, number]) => number,
);

/** `react/hooks.test.tsx` → the numbers that the titles of this file of packages/react cite. */
const tests = new Map();
const problems = [];
for (const file of testFiles()) {
  const name = `${file.split('/')[1]}/${path.basename(file)}`;
  if (tests.has(name)) problems.push(`${file}: ${name} is the name of another test file too`);
  tests.set(name, numbersIn(file));
}

const rows = Object.entries(pages).flatMap(([page, first]) => rowsOf(page, first));
for (const row of rows) problems.push(...rowProblems(row));
for (const [file, numbers] of tests) problems.push(...fileProblems(file, numbers));
for (const number of promises)
  if (![...tests.values()].some((numbers) => numbers.has(number)))
    problems.push(`promise ${number} has no test`);
for (const decision of globSync('decisions/*.md'))
  for (const [, file] of readFileSync(decision, 'utf8').matchAll(
    /`(?:[^`\s]*\/)?([\w.-]+\.(?:test|spec)\.tsx?)`/g,
  ))
    if (![...tests.keys()].some((name) => path.basename(name) === file))
      problems.push(`${decision}: there is no test file ${file}`);

console.log(problems.join('\n') || 'capabilities: tests and documents agree');
process.exitCode = problems.length > 0 ? 1 : 0;

function testFiles() {
  return globSync(
    [
      'packages/*/{src,tests}/**/*.{test,test-d}.{ts,tsx}',
      'apps/*/**/*.{test,spec}.{ts,tsx}',
      'tests/*/**/*.{test,spec}.{ts,tsx}',
    ],
    { exclude: (name) => /(^|\/)(node_modules|\.next)(\/|$)/.test(name) },
  ).sort();
}

/** The numbers in the parentheses that end a title: `(8)`, `(1, 15)`, `(001.4)`. */
function numbersIn(file) {
  const titles = [...readFileSync(file, 'utf8').matchAll(call)].map(([, , title]) => title);
  return new Set(titles.flatMap((title) => /\(([\d., ]+)\)$/.exec(title)?.[1].split(/, ?/) ?? []));
}

function rowsOf(page, first) {
  return readFileSync(page, 'utf8')
    .split('\n')
    .filter((line) => /^\| [\w-]+\.\d+ \|/.test(line))
    .map((line) => {
      const [number, ...cells] = line.replace(/^\| | \|$/g, '').split(' | ');
      return { page, number, cells: cells.slice(first - 1).map(filesIn) };
    });
}

/** Cells read `react/hooks.test.tsx` (1, 3), `core/lease.test.ts`. */
function filesIn(cell) {
  return [...cell.matchAll(/`([^`]+)`(?: \(([\d, ]+)\))?/g)].map(([, file, numbers]) => ({
    file,
    cited: numbers?.split(', ') ?? [],
  }));
}

function rowProblems({ page, number, cells }) {
  const [section, index] = number.split('.');
  const before =
    index === '1' || rows.some((row) => row.page === page && row.number === `${section}.${index - 1}`);
  const found = before ? [] : ['no row has the number before it'];
  for (const files of cells) {
    if (files.length === 0) found.push('a cell names no test');
    for (const { file, cited } of files) {
      const numbers = tests.get(file);
      if (!numbers) found.push(`there is no test file ${file}`);
      for (const each of cited)
        if (numbers && !numbers.has(each)) found.push(`no test in ${file} cites (${each})`);
    }
  }
  return found.map((problem) => `${page}: ${number}: ${problem}`);
}

function fileProblems(file, numbers) {
  const found = [];
  for (const number of numbers) {
    if (promises.includes(number)) continue;
    const row = rows.find((each) => each.number === number);
    if (!row) found.push(`cites (${number}), which is neither a promise nor a capability`);
    else if (!names(row, file)) found.push(`cites (${number}), but that row of ${row.page} does not name it`);
  }
  if (/Facts\.test\.ts$/.test(file) && !rows.some((row) => names(row, file)))
    found.push('has no row in docs/traps.md');
  return found.map((problem) => `${file}: ${problem}`);
}

function names(row, file) {
  return row.cells.flat().some((each) => each.file === file);
}
