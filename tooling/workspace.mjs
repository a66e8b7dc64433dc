// The published packages, read from their package.json.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** `entries`: export path → the files of source and of the built types. */
export const packages = globSync('packages/*/package.json')
  .sort()
  .map((file) => {
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    const dir = path.dirname(file);
    const entries = Object.entries(manifest.exports ?? {})
      .map(([name, target]) => ({
        name: name === '.' ? manifest.name : manifest.name + name.slice(1),
        source: find(target, '@channelkit/source'),
        types: find(target, 'types'),
        module: find(target, 'default'),
      }))
      .filter(({ source }) => source)
      .map(({ name, ...files }) => ({
        name,
        ...Object.fromEntries(Object.entries(files).map(([kind, target]) => [kind, path.join(dir, target)])),
      }));
    return { name: manifest.name, dir, manifest, entries };
  });

/** The file of a condition, looked for in nested conditions after the plain ones. */
function find(target, condition) {
  if (typeof target === 'string') return undefined;
  if (typeof target[condition] === 'string') return target[condition];
  const { 'react-server': _server, ...others } = target;
  return Object.values(others)
    .map((nested) => find(nested, condition))
    .find(Boolean);
}
