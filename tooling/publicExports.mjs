// What a module exports, followed through its re-exports to the declarations; reads .ts, .tsx and .d.ts without a compiler.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';

/** Map of exported name → { file, text, documented }, or { from } for what another package exports. */
export function publicExports(file) {
  const own = readModule(file);
  const found = new Map();
  for (const entry of own.exports) {
    const name = entry.exportName.name ?? (entry.exportName.kind === 'Default' ? 'default' : undefined);
    if (entry.moduleRequest) {
      const imported = entry.importName.name;
      for (const [each, value] of reexported(file, entry.moduleRequest.value, imported)) {
        found.set(imported ? name : each, value);
      }
    } else {
      found.set(name, declaration(own, entry.localName.name ?? name));
    }
  }
  return found;
}

function reexported(file, request, name) {
  const target = resolve(file, request);
  if (!target) return [[name ?? `* of ${request}`, { from: request }]];
  const all = publicExports(target);
  return name ? [[name, all.get(name) ?? { file: target, text: '', documented: false }]] : [...all];
}

function declaration(where, name) {
  const own = where.declarations.get(name);
  if (own) return own;
  const imported = where.imports.get(name);
  if (!imported) throw new Error(`${where.file} exports ${name}, which it neither declares nor imports`);
  const [[, value]] = reexported(where.file, imported.request, imported.name);
  return value;
}

const modules = new Map();

function readModule(file) {
  const known = modules.get(file);
  if (known) return known;
  const source = readFileSync(file, 'utf8');
  const { module, program, comments, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);

  const imports = new Map();
  for (const { moduleRequest, entries } of module.staticImports) {
    for (const { importName, localName } of entries) {
      imports.set(localName.value, { request: moduleRequest.value, name: importName.name });
    }
  }
  const docs = new Set(
    comments
      .filter(({ type, value }) => type === 'Block' && value.startsWith('*'))
      .map(({ end }) => end + source.slice(end).search(/\S/)),
  );
  const declarations = new Map();
  for (const statement of program.body) {
    const node = statement.declaration ?? statement;
    for (const name of declaredNames(node)) {
      const before = declarations.get(name);
      const text = source.slice(statement.start, statement.end);
      declarations.set(name, {
        file,
        text: before ? `${before.text}\n${text}` : text,
        documented: (before?.documented ?? false) || docs.has(statement.start),
      });
    }
  }
  const exports = module.staticExports.flatMap(({ entries }) => entries);
  const read = { file, imports, declarations, exports };
  modules.set(file, read);
  return read;
}

function declaredNames(node) {
  if (node.type === 'VariableDeclaration') return node.declarations.flatMap(({ id }) => boundNames(id));
  return node.id?.name ? [node.id.name] : [];
}

function boundNames(pattern) {
  if (pattern.type === 'ObjectPattern') return pattern.properties.flatMap(({ value }) => boundNames(value));
  return pattern.name ? [pattern.name] : [];
}

function resolve(file, request) {
  if (!request.startsWith('.')) return undefined;
  const target = path.join(path.dirname(file), request);
  const declared = target.replace(/\.js$/, '.d.ts');
  return [declared, target].find((candidate) => existsSync(candidate));
}
