// What a start page tells its reader to do, in order: commands to run, and files to write or change.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The steps of a page. In a `sh` block, a line that ends with `# leave it running …` or `# open http://…` goes on running, and the second one
 * is looked at. Every other block begins with `// path/of/the/file`; a `diff` block replaces its `-` lines by the `+` lines below them.
 */
export function stepsOf(page) {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)];
  return blocks.flatMap(([, language, text]) => {
    if (language === 'sh') return text.trim().split('\n').map(commandOf);
    const [first, ...lines] = text.trimEnd().split('\n');
    const file = /^\/\/ (\S+)$/.exec(first)?.[1];
    if (!file) throw new Error(`${page}: a block does not begin with // and its file: ${first}`);
    return language === 'diff' ? [{ file, changes: changesOf(lines) }] : [{ file, text }];
  });
}

/** Writes or changes a file of an app. */
export function applyStep(folder, { file, text, changes }) {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  if (text !== undefined) return writeFileSync(target, text);
  let content = readFileSync(target, 'utf8');
  for (const { removed, added } of changes) {
    const times = content.split(removed).length - 1;
    if (times !== 1)
      throw new Error(`${file} contains this ${times} times, not once:\n${removed}\n\n${content}`);
    content = content.replace(removed, () => added);
  }
  writeFileSync(target, content);
}

function commandOf(line) {
  const [, command, , comment = ''] = /^(.*?)(\s+# (.*))?$/.exec(line);
  const isOpened = comment.startsWith('open http');
  return { command, isOpened, isKept: isOpened || comment.startsWith('leave it running') };
}

/** Each run of `-` lines with the `+` lines below it. */
function changesOf(lines) {
  const changes = [];
  for (const line of lines) {
    const [sign, rest] = [line[0], line.slice(1)];
    const last = changes.at(-1);
    if (sign === '-' && (!last || last.added.length > 0)) changes.push({ removed: [rest], added: [] });
    else if (sign === '-') last.removed.push(rest);
    else last.added.push(rest);
  }
  return changes.map(({ removed, added }) => ({ removed: removed.join('\n'), added: added.join('\n') }));
}
