import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { applyStep, stepsOf } from './startPage.mjs';

let folder;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'start-page-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fence = '```';
const pageOf = (...blocks) => {
  const page = path.join(folder, 'page.md');
  const text = blocks.map(([language, code]) => `Then:\n\n${fence}${language}\n${code}\n${fence}\n`);
  writeFileSync(page, text.join('\n'));
  return page;
};
const follow = (page) => {
  for (const step of stepsOf(page)) applyStep(folder, step);
};
const read = (file) => readFileSync(path.join(folder, file), 'utf8');

it('reads commands, and which of them go on running', () => {
  const commands = [
    'npm install zod',
    'npx channelkit dev   # leave it running',
    'npm start   # open http://localhost:3000 twice',
    'npm test   # green',
  ];
  const steps = stepsOf(pageOf(['sh', commands.join('\n')]));
  expect(steps.map(({ command }) => command)).toEqual([
    'npm install zod',
    'npx channelkit dev',
    'npm start',
    'npm test',
  ]);
  expect(steps.map(({ isKept }) => isKept)).toEqual([false, true, true, false]);
  expect(steps.map(({ isOpened }) => isOpened)).toEqual([false, false, true, false]);
});

it('writes a block into the file that it names, then changes it', () => {
  follow(
    pageOf(
      ['ts', "// lib/names.ts\nexport const names = ['$&'];\nexport const count = 1;"],
      ['diff', "// lib/names.ts\n-names = ['$&']\n+names = [\n+  '$1',\n+]\n-count = 1\n+count = 2"],
    ),
  );
  expect(read('lib/names.ts')).toBe(
    "// lib/names.ts\nexport const names = [\n  '$1',\n];\nexport const count = 2;\n",
  );
});

it('refuses a change of what is not there, or is there twice', () => {
  const text = ['ts', '// a.ts\nconst one = 1;\nconst two = 1;'];
  expect(() => follow(pageOf(text, ['diff', '// a.ts\n-three\n+four']))).toThrow('0 times, not once');
  expect(() => follow(pageOf(text, ['diff', '// a.ts\n-= 1;\n+= 2;']))).toThrow('2 times, not once');
});

it('refuses a block without a file', () => {
  expect(() => stepsOf(pageOf(['ts', 'const one = 1;']))).toThrow('does not begin with // and its file');
});
