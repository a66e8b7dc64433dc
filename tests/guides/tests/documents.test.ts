// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const inOneLine = (code: string) => code.trim().replace(/\s+/g, ' ');
const here = new URL('../', import.meta.url);
const compiled = ['src', 'tests'].flatMap((folder) =>
  readdirSync(new URL(folder, here)).map((name) =>
    inOneLine(readFileSync(new URL(`${folder}/${name}`, here), 'utf8')),
  ),
);

/** Every block of a page, or of one of its sections. */
function blocksOf(page: string, section = ''): string[] {
  const text = readFileSync(new URL(`../../${page}`, here), 'utf8');
  const from = section ? text.indexOf(`## ${section}\n`) : 0;
  const rest = text.slice(from);
  const end = section ? rest.indexOf('\n## ', 1) : -1;
  const part = end === -1 ? rest : rest.slice(0, end);
  return [...part.matchAll(/```tsx?\n([\s\S]*?)```/g)].map(([, code = '']) => inOneLine(code));
}

it.each([
  ['docs/migrating.md', '', 7],
  ['docs/testing.md', '', 2],
  ['packages/react/README.md', 'A room', 2],
])('the code of %s %s is compiled and run here', (page, section, count) => {
  const blocks = blocksOf(page, section);
  expect(blocks).toHaveLength(count);
  for (const block of blocks) expect(compiled.some((file) => file.includes(block))).toBe(true);
});
