// The public API of each package as text in api/, from the built types, so that changes are visible in review.
// Compares; with --update it writes. Needs a build.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { publicExports } from './publicExports.mjs';
import { packages } from './workspace.mjs';

const update = process.argv.includes('--update');
let stale = 0;
mkdirSync('api', { recursive: true });
for (const { name, dir, entries } of packages.filter((each) => each.entries.length > 0)) {
  const file = `api/${path.basename(dir)}.api.md`;
  const text = `# API of ${name}\n\nWritten by \`npm run api:update\`.\n${entries.map(section).join('')}`;
  if (update) writeFileSync(file, text);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    stale += 1;
    console.log(`${file} differs from the built types`);
  }
}
console.log(stale > 0 ? 'If the change is meant: npm run api:update, and commit api/.' : 'api: as recorded');
process.exitCode = stale > 0 ? 1 : 0;

function section({ name, types }) {
  const lines = [...publicExports(types)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([exported, { from, text }]) => (from ? `// ${exported} is from ${from}` : plain(text)));
  return `\n## \`${name}\`\n\n\`\`\`ts\n${lines.join('\n')}\n\`\`\`\n`;
}

/** Without comments: these change more often than the shape. */
function plain(text) {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.trimEnd())
    .join('\n');
}
