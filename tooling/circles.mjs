// No file imports itself through others, type-only imports included: circular files can only be read, tested and moved together.
import { globSync } from 'node:fs';
import { importCircles } from './importCircles.mjs';
import { importGraph } from './importGraph.mjs';

/** Circles from before this check; a number may only go down, and an entry goes when it is 0. */
const left = {
  'packages/core/src': 2,
  'packages/dev-server/src': 2,
  'packages/tanstack-query/src': 1,
  'apps/demo': 1,
};
/** Import prefixes that stand for the folder itself. */
const aliases = { 'apps/demo': '@/' };

const problems = [];
for (const folder of [...globSync('packages/*/src'), ...globSync('apps/*')]) {
  const circles = importCircles(importGraph(folder, aliases[folder]));
  if (circles.length > (left[folder] ?? 0))
    problems.push(
      ...circles.map((files) => `${folder}: a circle of ${files.length} files\n  ${files.join('\n  ')}`),
    );
  else if (circles.length < (left[folder] ?? 0))
    console.log(`${folder}: only ${circles.length} left; say so in tooling/circles.mjs`);
}
console.log(problems.join('\n') || 'circles: no new one');
process.exitCode = problems.length > 0 ? 1 : 0;
