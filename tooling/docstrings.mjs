// Every name that a package exports says in a doc comment what it is for; an error code says it in its title.
import { publicExports } from './publicExports.mjs';
import { packages } from './workspace.mjs';

const bare = new Set();
for (const { entries } of packages) {
  for (const { source } of entries) {
    for (const [name, { file, from, documented }] of publicExports(source)) {
      if (!from && !documented && !file.includes('/errors/')) bare.add(`${file}: ${name} has no doc comment`);
    }
  }
}
console.log([...bare].join('\n') || 'docstrings: every export has one');
process.exitCode = bare.size > 0 ? 1 : 0;
