// `npm run manifests` writes the fields that every published package.json shares: repository, homepage, bugs, license, engines. Their
// values are in the root package.json. With --check it compares them, and checks each package's own fields.
import { readFileSync, writeFileSync } from 'node:fs';
import { packages } from './workspace.mjs';

const check = process.argv.includes('--check');
const root = JSON.parse(readFileSync('package.json', 'utf8'));
const web = root.repository.url.replace(/^git\+|\.git$/g, '');
const problems = [];

for (const { name, dir, manifest } of packages) {
  const file = `${dir}/package.json`;
  const shared = {
    license: root.license,
    repository: { ...root.repository, directory: dir },
    homepage: `${web}/tree/main/${dir}#readme`,
    bugs: `${web}/issues`,
    engines: root.engines,
    publishConfig: { access: 'public', provenance: true, ...manifest.publishConfig },
  };
  const text = `${JSON.stringify(merged(manifest, shared), null, 2)}\n`;
  if (!check) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text)
    problems.push(`${file} differs from package.json: npm run manifests`);
  for (const problem of ownProblems(manifest)) problems.push(`${name}: ${problem}`);
}
console.log(problems.join('\n') || 'manifests: complete');
process.exitCode = problems.length > 0 ? 1 : 0;

/** `shared` over `manifest`; new fields stand after `license`. */
function merged(manifest, shared) {
  const added = Object.fromEntries(Object.entries(shared).filter(([field]) => !(field in manifest)));
  return Object.fromEntries(
    Object.entries(manifest).flatMap(([field, value]) => [
      [field, shared[field] ?? value],
      ...(field === 'license' ? Object.entries(added) : []),
    ]),
  );
}

function* ownProblems({ description, keywords = [], sideEffects, files = [], ...manifest }) {
  if (!description) yield 'has no description';
  if (keywords.length < 3 || !keywords.includes('pusher'))
    yield 'needs three keywords or more, "pusher" among them';
  if (sideEffects === undefined) yield 'does not say whether it has sideEffects';
  if (!manifest.license) yield 'has no license';
  for (const entry of ['dist', 'CHANGELOG.md']) if (!files.includes(entry)) yield `files lacks ${entry}`;
  if (files.includes('src')) yield 'files has src: the tarball is the build alone';
}
