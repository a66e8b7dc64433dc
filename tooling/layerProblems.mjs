import { importCircles } from './importCircles.mjs';

/**
 * The imports that point up. `line` names the children of `folder`, lowest layer first: `errors, lib < contract < index`. A child is
 * a subfolder or a file without its extension. A child imports only from its own layer and from layers before it;
 * subfolders of one layer may not depend on each other in a circle. `graph` maps a file to the files it imports.
 */
export function layerProblems(folder, line, graph) {
  const layers = line.split('<').map((layer) => layer.split(',').map((name) => name.trim()));
  const layerOf = new Map(layers.flatMap((names, index) => names.map((name) => [name, index])));
  const problems = new Set();
  const folders = new Map();
  for (const [file, imported] of graph) {
    const child = childOf(file);
    if (!child) continue;
    if (!layerOf.has(child.name)) problems.add(`${file}: "${child.name}" has no layer in ${folder}`);
    for (const target of imported) {
      const other = childOf(target);
      if (!other || other.name === child.name) continue;
      const [from, to] = [layerOf.get(child.name), layerOf.get(other.name)];
      if (to > from)
        problems.add(`${file}: imports ${target}, which is above it (${child.name} < ${other.name})`);
      if (to === from && child.isFolder && other.isFolder)
        folders.set(child.name, [...(folders.get(child.name) ?? []), other.name]);
    }
  }
  for (const circle of importCircles(folders))
    problems.add(`${folder}: ${circle.join(' and ')} are in one layer and import each other`);
  return [...problems];

  function childOf(file) {
    if (!file.startsWith(`${folder}/`)) return;
    const [first, ...rest] = file.slice(folder.length + 1).split('/');
    return { name: first.replace(/\.tsx?$/, ''), isFolder: rest.length > 0 };
  }
}
