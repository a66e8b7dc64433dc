// The documents name only scripts that package.json has and link only to files that exist. READMEs of packages are published alone and
// link to none. CONTRIBUTING names only paths that exist.
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
