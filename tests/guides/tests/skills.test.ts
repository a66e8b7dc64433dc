// @vitest-environment node
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';

const here = path.resolve(import.meta.dirname, '..');
const repository = path.resolve(here, '../..');
const out = path.join(here, '.skills');
const skills = globSync('packages/*/skills/*/SKILL.md', { cwd: repository }).sort();

/** Every block of a skill names its file in its first line, and a skill's files are one small program. */
beforeAll(() => {
  rmSync(out, { recursive: true, force: true });
  for (const skill of skills) {
    const text = readFileSync(path.join(repository, skill), 'utf8');
    for (const [, code = ''] of text.matchAll(/^```tsx?\n([\s\S]*?)^```$/gm)) {
      const [, file] = /^\/\/ (\S+)\n/.exec(code) ?? [];
      if (file === undefined) throw new Error(`${skill}: a block does not begin with // and its file`);
      const target = path.join(out, path.basename(path.dirname(skill)), file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, code);
    }
  }
  const options = { noEmit: true, noUncheckedIndexedAccess: false };
  writeFileSync(
    path.join(out, 'tsconfig.json'),
    JSON.stringify({ extends: '../tsconfig.json', compilerOptions: options, include: ['**/*'] }),
  );
});

it('every package has a skill with a name and a description', () => {
  expect(skills).toHaveLength(globSync('packages/*/package.json', { cwd: repository }).length);
  for (const skill of skills) {
    const [, header = ''] =
      /^---\n([\s\S]*?)\n---\n/.exec(readFileSync(path.join(repository, skill), 'utf8')) ?? [];
    expect(header).toContain(`name: ${path.basename(path.dirname(skill))}\n`);
    expect(header).toMatch(/^description: >-\n(?: {2}.+\n){2,}/m);
  }
});

it('the code of the skills compiles', () => {
  expect(run('tsc', ['-p', out])).toBe('');
}, 120_000);

it('the tests of the skills pass', () => {
  const output = run('vitest', ['run', '--config', 'skills.vitest.config.ts']);
  expect(output).toMatch(/Test Files\s+3 passed \(3\)/);
}, 120_000);

/** What a command prints; for a failure, everything that it printed. */
function run(command: string, args: readonly string[]): string {
  try {
    const env = { ...process.env, NO_COLOR: '1', VITEST: undefined, VITEST_MODE: undefined };
    return execFileSync(command, args, { cwd: here, encoding: 'utf8', stdio: 'pipe', env });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return `${command} failed\n${stdout}${stderr}`;
  }
}
