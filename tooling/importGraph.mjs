// Which file imports which, read from the sources without a compiler: type-only imports, re-exports, `import()` and
// `import('…')` types included, tests left out.
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

const isTest = (file) => /\.(test|test-d|spec)\.[cm]?tsx?$|\/(tests|e2e)\//.test(file);

/** The sources below a folder, tests left out, with paths from the working directory. */
export function sourcesOf(folder) {
  return globSync(`${folder}/**/*.{ts,tsx}`, {
    exclude: (name) => /^(node_modules|dist|\.next)$/.test(path.basename(name)),
  })
    .filter((file) => !isTest(file) && !file.endsWith('.d.ts'))
    .sort();
}

/** What a file imports, as written. */
export function requestsOf(file) {
  const text = readFileSync(file, 'utf8');
  const { module, program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const requests = new Set();
  for (const { moduleRequest } of module.staticImports) requests.add(moduleRequest.value);
  for (const { entries } of module.staticExports)
    for (const { moduleRequest } of entries) if (moduleRequest) requests.add(moduleRequest.value);
  for (const { moduleRequest } of module.dynamicImports)
    requests.add(text.slice(moduleRequest.start, moduleRequest.end).replaceAll(/['"`]/g, ''));
  new Visitor({ TSImportType: ({ source }) => void requests.add(source.value) }).visit(program);
  return [...requests];
}

/**
 * Map of each source below a folder to the sources below that folder that it imports.
 * `alias` is a prefix that stands for the folder, such as `@/`.
 */
export function importGraph(folder, alias) {
  const files = sourcesOf(folder);
  return new Map(
    files.map((file) => [
      file,
      requestsOf(file)
        .flatMap((request) => fileOf(request, file) ?? [])
        .filter(within),
    ]),
  );

  function within(file) {
    return file.startsWith(`${folder}/`);
  }

  function fileOf(request, from) {
    if (alias && request.startsWith(alias)) return sourceAt(path.join(folder, request.slice(alias.length)));
    if (request.startsWith('.')) return sourceAt(path.join(path.dirname(from), request));
  }
}

function sourceAt(target) {
  return ['', '.ts', '.tsx', '/index.ts', '/index.tsx']
    .map((end) => target + end)
    .find((file) => /\.tsx?$/.test(file) && existsSync(file) && statSync(file).isFile());
}
