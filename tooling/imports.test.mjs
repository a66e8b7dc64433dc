import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { importCircles } from './importCircles.mjs';
import { importGraph } from './importGraph.mjs';
import { layerProblems } from './layerProblems.mjs';

/** A folder of sources, written for one test. */
function plant(sources) {
  const folder = mkdtempSync(path.join(tmpdir(), 'channelkit-imports-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(sources)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

const circlesIn = (folder, alias) =>
  importCircles(importGraph(folder, alias)).map((files) =>
    files.map((file) => path.relative(folder, file)).sort(),
  );

it.each([
  ['a value import', `import { b } from './b.ts'; export const a = b;`],
  ['a type-only import', `import type { B } from './b.ts'; export type A = B;`],
  ['a re-export', `export * from './b.ts';`],
  ['a lazy import', `export const load = () => import('./b.ts');`],
  ['an import type', `export type A = import('./b.ts').B;`],
  ['an aliased import without an extension', `import { b } from '@/b'; export const a = b;`],
])('a circle is found through %s', (_kind, text) => {
  const folder = plant({
    'a.ts': text,
    'b.ts': `import { c } from './c/index.ts'; export const b = c;`,
    'c/index.ts': `import type {} from '../a.ts'; export const c = 1;`,
    'apart.ts': `import './a.ts';`,
    'a.test.ts': `import './apart.ts';`,
  });
  expect(circlesIn(folder, '@/')).toEqual([['a.ts', 'b.ts', 'c/index.ts']]);
});

const line = 'errors, lib < channel < client';

it('a folder imports only from its own layer and earlier ones', () => {
  const folder = plant({
    'client.ts': `import './channel/channel.ts'; import './lib/timers.ts';`,
    'channel/channel.ts': `import './lease.ts'; import '../errors/error.ts';`,
    'channel/lease.ts': `import './channel.ts';`,
    'errors/error.ts': '',
    'lib/timers.ts': `import '../errors/error.ts';`,
  });
  expect(layerProblems(folder, line, importGraph(folder))).toEqual([]);
});

it.each([
  [
    'an import from a later folder',
    { 'lib/timers.ts': `import type {} from '../channel/channel.ts';` },
    /above it/,
  ],
  ['an import from a later file', { 'channel/channel.ts': `export * from '../client.ts';` }, /above it/],
  ['a folder that the line does not name', { 'extra/extra.ts': '' }, /"extra" has no layer/],
  [
    'two folders of one layer that import each other',
    {
      'lib/timers.ts': `import '../errors/error.ts';`,
      'errors/error.ts': `import '../lib/random.ts';`,
      'lib/random.ts': '',
    },
    /errors and lib are in one layer|lib and errors are in one layer/,
  ],
])('%s is reported', (_violation, sources, message) => {
  const folder = plant({ 'channel/channel.ts': '', 'client.ts': '', ...sources });
  const problems = layerProblems(folder, line, importGraph(folder));
  expect(problems).toEqual([expect.stringMatching(message)]);
});
