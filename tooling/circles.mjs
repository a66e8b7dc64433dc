// No file imports itself through others, type-only imports included: files in a cycle can only be read, tested and moved together.
import { globSync } from 'node:fs';
import { importCircles } from './importCircles.mjs';
import { importGraph } from './importGraph.mjs';

/** Allowed numbers of files in cycles. Numbers may only decrease; remove an entry at 0. */
const left = {};
/** Import prefixes that stand for the folder itself. */
const aliases = { 'apps/demo': '@/' };

const problems = [];
for (const folder of [...globSync('packages/*/src'), ...globSync('apps/*')]) {
  const circles = importCircles(importGraph(folder, aliases[folder]));
  const files = circles.flat().length;
  const allowed = left[folder] ?? 0;
  if (files > allowed)
    for (const circle of circles)
      problems.push(`${folder}: a circle of ${circle.length} files\n  ${circle.join('\n  ')}`);
  else if (files < allowed)
    console.log(`${folder}: only ${files} files left; lower the number in tooling/circles.mjs`);
}
console.log(problems.join('\n') || 'circles: no new one');
process.exitCode = problems.length > 0 ? 1 : 0;
