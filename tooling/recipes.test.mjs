import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

const root = path.join(import.meta.dirname, '..');

/** A copy of the parts of the repository that a recipe touches. */
function copyOf(parts) {
  const folder = mkdtempSync(path.join(tmpdir(), 'channelkit-recipe-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const part of parts) {
    const filter = (source) => !/[\\/](?:node_modules|dist)$/.test(source);
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true, filter });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  symlinkSync(path.join(root, 'packages/core/node_modules'), path.join(folder, 'packages/core/node_modules'));
  return folder;
}

function run(folder, ...command) {
  try {
    return execFileSync(process.execPath, command, { cwd: folder, encoding: 'utf8' });
  } catch ({ stdout, stderr }) {
    return `failed: ${stdout}${stderr}`;
  }
}

const recipe = (name) =>
  new RegExp(`\\*\\*${name}\\*\\*\\n([\\s\\S]*?)\\n\\*\\*`).exec(
    readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8'),
  )?.[1] ?? '';

it('the recipe for an error leads to a green check', () => {
  const [, codes] = /`(packages\/core\/src\/\w+\/)`/.exec(recipe('An error')) ?? [];
  const folder = copyOf(['packages/core/src', 'tooling', 'docs']);
  const [file] = globSync(`${codes}*.ts`, { cwd: folder }).filter((each) =>
    readFileSync(path.join(folder, each), 'utf8').includes("code: 'CK2"),
  );
  appendFileSync(
    path.join(folder, file),
    "export const CK299 = { code: 'CK299', title: 'Planted', remedy: 'Remove it.' } as const;\n",
  );

  expect(run(folder, 'tooling/errorsPage.mjs', '--check')).toContain('npm run errors:update');
  run(folder, 'tooling/errorsPage.mjs');
  expect(run(folder, 'tooling/errorsPage.mjs', '--check')).toContain('up to date');
  expect(readFileSync(path.join(folder, 'docs/errors.md'), 'utf8')).toContain(
    '### CK299\n\n**Planted.** Remove it.',
  );
});

it('every hook is in the files that the recipe for a hook names', () => {
  const read = (file) => readFileSync(path.join(root, file), 'utf8');
  const required = recipe('A hook')
    .split(/\n(?=\d\. )/)
    .filter((step) => !/^\d\. If /.test(step))
    .flatMap((step) => [...step.matchAll(/`(packages\/react\/(?!tests\/)[\w/.-]+\.(?:tsx?|md))`/g)])
    .map(([, file]) => file);
  expect(required).toContain('packages/react/src/index.react-server.ts');
  const hooks = new Set(read('packages/react/src/index.ts').match(/\buse[A-Z]\w+(?= }|,|\n)/g));
  expect(hooks).toContain('usePusherEvent');
  const missing = required.flatMap((file) =>
    [...hooks]
      .filter((hook) => !new RegExp(`\\b${hook}\\b`).test(read(file)))
      .map((hook) => `${file}: ${hook}`),
  );
  expect(missing).toEqual([]);
});
