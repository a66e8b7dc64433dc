// Checks of a tarball: publint and attw pass; it contains no tests, sources, maps or unused declarations; 'use client' is where the source
// has it.
import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packAll } from './tarballs.mjs';

const problems = [];
for (const { name, dir, tarball, entries } of packAll()) {
  const types = ['attw', tarball, '--profile', 'esm-only'];
  // a command alone has no types to resolve
  for (const command of [['publint', tarball, '--strict'], ...(entries.length > 0 ? [types] : [])]) {
    if (spawnSync(command[0], command.slice(1), { stdio: 'inherit' }).status !== 0)
      problems.push(`${name}: ${command[0]}`);
  }
  const files = execFileSync('tar', ['tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
  const read = (file) => execFileSync('tar', ['xzOf', tarball, `package/${file}`], { encoding: 'utf8' });

  const manifest = read('package.json');
  if (/@channelkit\/source|workspace:|catalog:/.test(manifest))
    problems.push(`${name}: package.json is not made for publishing`);
  for (const file of files.filter((each) => /\/tests\/|\.test\.|\.test-d\./.test(each))) {
    problems.push(`${name}: ${file} does not belong into the package`);
  }
  for (const file of files.filter((each) => /\.map$|^package\/src\//.test(each)))
    problems.push(`${name}: ${file} does not belong into the package`);
  const reachable = declarationsFrom(manifest, read);
  for (const file of files.filter((each) => each.endsWith('.d.ts')))
    if (!reachable.has(file.replace('package/', '')))
      problems.push(`${name}: ${file} is reached from no entry`);
  for (const source of clientFiles(dir)) {
    const built = source.replace(/^src\//, 'dist/').replace(/\.tsx?$/, '.js');
    if (files.includes(`package/${built}`) && !isClient(read(built)))
      problems.push(`${name}: ${built} lost 'use client'`);
  }
}
console.log(problems.join('\n') || 'tarballs: right');
process.exitCode = problems.length > 0 ? 1 : 0;

/** The declaration files that the entries of a packed package lead to. */
function declarationsFrom(manifest, read) {
  const waiting = [...manifest.matchAll(/"\.\/(dist\/[^"]+\.d\.ts)"/g)].map(([, file]) => file);
  const reached = new Set();
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    for (const [, target] of read(file).matchAll(/(?:from|import)\s*\(?['"](\.[^'"]+)\.js['"]/g))
      waiting.push(path.posix.join(path.posix.dirname(file), `${target}.d.ts`));
  }
  return reached;
}

function clientFiles(dir) {
  return globSync('src/**/*.{ts,tsx}', { cwd: dir }).filter((file) =>
    isClient(readFileSync(path.join(dir, file), 'utf8')),
  );
}

function isClient(text) {
  return /^\s*['"]use client['"]/m.test(text.slice(0, 200));
}
