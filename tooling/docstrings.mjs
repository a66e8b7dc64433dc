// Every export of a package has a doc comment; for an error code, its title is enough.
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
