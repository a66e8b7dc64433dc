// `npm run structure`: metrics of the code's structure. It excludes what needs judgment: how many units make one channel, and how many
// guards against re-entrancy are written by hand.
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { importCircles } from './importCircles.mjs';
import { importGraph, sourcesOf } from './importGraph.mjs';

const core = sourcesOf('packages/core/src').filter((file) => !file.includes('/testing/'));
const packages = globSync('packages/*/src').sort();
const handOvers = core.flatMap(handOversIn);

const rows = [
  ['files in core, without testing', core.length],
  ['… in folders', count(core.map((file) => path.dirname(file)))],
  ['lines of a file in packages: median, 90 %, longest', spread(packages.flatMap(sourcesOf).map(linesOf))],
  ['import circles, files in each', packages.map(circlesOf).join('; ')],
  ['interfaces named …Host, …Driver, …Listener in core', handOvers.length],
  ['… their lines', sum(handOvers.map(({ lines }) => lines))],
  ['… their members', sum(handOvers.map(({ members }) => members))],
  ['source files touched by a fix: median, 90 %, most', spread(filesByFix())],
];
const width = Math.max(...rows.map(([title]) => title.length));
for (const [title, figure] of rows) console.log(`| ${title.padEnd(width)} | ${figure} |`);

function circlesOf(folder) {
  const sizes = importCircles(importGraph(folder)).map((files) => files.length);
  return `${folder.split('/')[1]} ${sizes.join(' + ') || 'none'}`;
}

function handOversIn(file) {
  const text = readFileSync(file, 'utf8');
  const found = [];
  new Visitor({
    TSInterfaceDeclaration({ id, body, start, end }) {
      if (!/(Host|Driver|Listener)$/.test(id.name)) return;
      found.push({ lines: text.slice(start, end).split('\n').length, members: body.body.length });
    },
  }).visit(parseSync(file, text).program);
  return found;
}

/** One number for each commit whose title begins with `fix` and that changes a source. */
function filesByFix() {
  const log = execFileSync('git', ['log', '--name-only', '--format=%x00%s'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const isSource = (file) =>
    /^(packages|apps)\/.*\.tsx?$/.test(file) && !/\.(test|test-d|spec)\.|\/(tests|e2e)\//.test(file);
  return log
    .split('\0')
    .filter((commit) => commit.startsWith('fix'))
    .map((commit) => commit.split('\n').slice(1).filter(isSource).length)
    .filter((files) => files > 0);
}

function linesOf(file) {
  return readFileSync(file, 'utf8').trimEnd().split('\n').length;
}

function spread(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return `${at(0.5)}, ${at(0.9)}, ${sorted.at(-1)}`;
}

function count(values) {
  return new Set(values).size;
}

function sum(numbers) {
  return numbers.reduce((total, each) => total + each, 0);
}
