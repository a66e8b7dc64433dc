// @vitest-environment node
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Compiled, compileWithReact } from '@channelkit/tooling/react-compiler';
import { expect, it } from 'vitest';
import * as entry from '../src/index.ts';

const packages = fileURLToPath(new URL('../..', import.meta.url));

async function compile(patterns: readonly string[]): Promise<ReadonlyMap<string, Compiled>> {
  const found = patterns.flatMap((pattern) => globSync(pattern, { cwd: packages }));
  const files = found.filter((file) => !/\.test(-d)?\./.test(file));
  const compiled = files.map(
    async (file) => [file, await compileWithReact(readFileSync(`${packages}${file}`, 'utf8'), file)] as const,
  );
  return new Map(await Promise.all(compiled));
}

it('compiles every hook and component of the packages, without skipping any', {
  timeout: 60_000,
}, async () => {
  const compiled = await compile(['{react,tanstack-query}/src/**/*.{ts,tsx}']);
  const events = [...compiled].flatMap(([file, made]) => made.events.map((event) => ({ file, ...event })));
  expect(events.filter(({ kind }) => kind !== 'CompileSuccess')).toEqual([]);
  const names = events.map((event) => ('fnName' in event ? event.fnName : null));
  // The exported hooks are one-line arrow functions, which have no name here.
  const hooks = Object.keys(entry).flatMap((name) => (/^use[A-Z]/.test(name) ? [`${name}Of`] : []));
  expect(names).toEqual(
    expect.arrayContaining([...hooks, 'PusherProvider', 'useRealtimeQuery', 'QueryBridgeProvider']),
  );
});

it('does not compile a component that breaks the rules', async () => {
  const { events, code } = await compileWithReact(
    'let count = 0; export function Page() { count += 1; return <p>{count}</p>; }',
    'page.tsx',
  );
  expect(events.map(({ kind }) => kind)).toEqual(['CompileError']);
  expect(code).not.toContain('react/compiler-runtime');
});

it('compiles the pages of these tests in their second run', async () => {
  const compiled = await compile(['react/tests/support/*.tsx']);
  expect(compiled.get('react/tests/support/Page.tsx')?.code).toContain(
    'c as _c } from "react/compiler-runtime"',
  );
  const { code } = await compileWithReact(
    'renderHook(() => usePusherEvent(name, () => {}));',
    'hook.test.tsx',
  );
  expect(code).toMatch(/const \$ = _c\(/);
});
