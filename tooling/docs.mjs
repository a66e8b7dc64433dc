// The documents name only scripts that package.json has and link only to files that exist. READMEs of packages are published alone and
// link to none. CONTRIBUTING names only paths that exist. The README's blocks that name a file are part of a start page
// or an example, where they are tested.
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
const builtIn = new Set(['install', 'exec', 'add', 'view', 'create', 'i', 'pack', 'publish', 'ci']);
const problems = [];
for (const file of globSync([
  '*.md',
  'docs/**/*.md',
  'decisions/*.md',
  'packages/*/README.md',
  'apps/*/README.md',
])) {
  const text = readFileSync(file, 'utf8');
  for (const script of scriptsIn(text)) {
    if (!(script in scripts)) problems.push(`${file}: there is no script "${script}"`);
  }
  if (file === 'CONTRIBUTING.md')
    for (const [, named] of text.matchAll(/`((?:\.?[\w*-]+\/)+[\w*.-]*)`/g))
      if (globSync(named).length === 0) problems.push(`${file}: ${named} does not exist`);
  for (const [, target] of text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
    const local = !/^[a-z]+:/.test(target);
    if (local && !existsSync(path.join(path.dirname(file), target)))
      problems.push(`${file}: ${target} does not exist`);
    // A package's README is read without the repository around it.
    if (local && file.startsWith('packages/'))
      problems.push(`${file}: ${target} is not in the package; say where it is without a link`);
  }
}
for (const block of readFileSync('README.md', 'utf8').match(/(?<=^```tsx?\n)\/\/ \S+\n[\s\S]*?(?=^```$)/gm) ??
  []) {
  const [comment, ...lines] = block.split('\n');
  if (!tested().some((text) => text.includes(lines.join('\n'))))
    problems.push(`README.md: the block ${comment} is in no start page and no example`);
}
console.log(problems.join('\n') || 'documents: commands and links exist');
process.exitCode = problems.length > 0 ? 1 : 0;

function scriptsIn(text) {
  const code = [...text.matchAll(/```(?:sh|bash|shell)?\n([\s\S]*?)```|`([^`\n]+)`/g)].map(
    ([, block, span]) => block ?? span,
  );
  return code.flatMap((each) =>
    [...each.matchAll(/^\s*(?:\$ )?(?:npm run|npm(?= (?:start|test))|pnpm(?: run)?) ([a-z][\w:-]*)/gm)]
      .map(([, script]) => script)
      .filter((script) => !builtIn.has(script)),
  );
}

function tested() {
  return globSync(['docs/start/*.md', 'examples/*/**/*.{ts,tsx}'], {
    exclude: (name) => path.basename(name) === 'node_modules',
  }).map((file) => readFileSync(file, 'utf8'));
}
