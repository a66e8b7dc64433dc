// Every capability of docs/coverage.md and every trap of docs/traps.md names its tests by titles that exist; no number is left out, and
// no fact of pusher-js. So do decisions that name a test as `file` `title`.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Pages of rows, and the first cell of a row that holds titles only. */
const pages = { 'docs/coverage.md': 3, 'docs/traps.md': 2 };
const facts = 'tests/conformance/tests/*Facts.test.ts';
const call = /(?:\b(?:it|test)(?:\.\w+)*\(|[\])\w]\)\()\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g;
const files = globSync(
  ['{packages,apps}/*/{src,tests,e2e}/**/*.{test,test-d,spec}.{ts,tsx}', 'tests/*/**/*.{test,spec}.{ts,tsx}'],
  { exclude: (name) => name.includes('node_modules') },
);
const titlesOf = (file) =>
  [...readFileSync(file, 'utf8').matchAll(call)].map(([, , title]) => title.replace(/\\(.)/g, '$1'));
const titles = new Set(files.flatMap(titlesOf));

const all = [
  ...Object.entries(pages).flatMap(([page, first]) => rowProblems(page, first)),
  ...factProblems('docs/traps.md'),
  ...decisionProblems(),
];
console.log(all.join('\n') || 'capabilities: every title exists');
process.exitCode = all.length > 0 ? 1 : 0;

function rowProblems(page, first) {
  const problems = [];
  const last = new Map();
  for (const line of readFileSync(page, 'utf8').split('\n')) {
    const [, section, row] = /^\| ([\w-]+)\.(\d+) \|/.exec(line) ?? [];
    if (!section) continue;
    const number = `${section}.${row}`;
    if (Number(row) !== (last.get(section) ?? 0) + 1)
      problems.push(`${number} does not follow the row before it`);
    last.set(section, Number(row));
    for (const proof of line.replace(/ \|$/, '').split(' | ').slice(first)) {
      const named = [...proof.matchAll(/`([^`]+)`/g)].map(([, title]) => title);
      if (named.length === 0) problems.push(`${number} names no test`);
      for (const title of named)
        if (!titles.has(title)) problems.push(`${number}: there is no test "${title}"`);
    }
  }
  if (last.size === 0) problems.push('there are no rows');
  return problems.map((problem) => `${page}: ${problem}`);
}

function factProblems(page) {
  const text = readFileSync(page, 'utf8');
  return globSync(facts)
    .flatMap(titlesOf)
    .filter((title) => !text.includes(`\`${title}\``))
    .map((title) => `${page}: no row tells of the fact "${title}"`);
}

/** Titles may stand in the rows of an `it.each`, so a quoted text of the file is enough. */
function decisionProblems() {
  return globSync('decisions/*.md').flatMap((decision) => {
    const named = readFileSync(decision, 'utf8').matchAll(/`([\w.-]+\.test\.tsx?)`((?:,? `[^`]+`)+)/g);
    return [...named].flatMap(([, file, list]) => {
      const texts = files
        .filter((each) => path.basename(each) === file)
        .map((each) => readFileSync(each, 'utf8'));
      const has = (title) =>
        texts.some((text) => ["'", '"', '`'].some((quote) => text.includes(quote + title + quote)));
      return [...list.matchAll(/`([^`]+)`/g)]
        .filter(([, title]) => !has(title))
        .map(([, title]) => `${decision}: ${file} has no test "${title}"`);
    });
  });
}
