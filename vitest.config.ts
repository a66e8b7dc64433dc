import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reactCompiler } from '@channelkit/tooling/react-compiler';
import { defineConfig, type TestProjectInlineConfiguration, type ViteUserConfig } from 'vitest/config';

// The packages' own sources are tested, so that a test needs no build.
const conditions = ['@channelkit/source', 'module', 'node', 'development|production'];

/** A package's tests; `tests/setup.ts` of the package, where there is one, runs before each file. */
function project(
  name: string,
  environment: 'node' | 'jsdom' = 'node',
  root = `packages/${name}`,
): TestProjectInlineConfiguration {
  const own = fileURLToPath(new URL(`${root}/tests/setup.ts`, import.meta.url));
  return {
    extends: true,
    test: {
      name,
      root,
      environment,
      // Files share a worker's modules and its jsdom: making both anew for each file took half of the time.
      isolate: false,
      setupFiles: ['@channelkit/tooling/vitest-setup', ...(existsSync(own) ? [own] : [])],
      include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.{ts,tsx}'],
      // the tests in tests/postgres/ need a real PostgreSQL
      exclude: ['**/node_modules/**', '**/*.{compiled,floor}.test.*', 'tests/postgres/**'],
      typecheck: {
        enabled: true,
        include: ['src/**/*.test-d.{ts,tsx}', 'tests/**/*.test-d.{ts,tsx}'],
        tsconfig: './tsconfig.json',
        // errors outside the type tests are the types task's to report
        ignoreSourceErrors: true,
      },
    },
  };
}

/** The same tests on the oldest supported React. */
function onReact18(name: string, include?: string[]): TestProjectInlineConfiguration {
  const tested = project(name, 'jsdom');
  const { resolve } = createRequire(new URL('./tests/react-18/package.json', import.meta.url));
  const names = ['react', 'react-dom', '@testing-library/react'];
  const alias = Object.fromEntries(names.map((name) => [name, dirname(resolve(`${name}/package.json`))]));
  const test = {
    ...tested.test,
    name: `${name}-on-18`,
    ...(include ? { include } : {}),
    // What React 18 does not have, and what does not run React: the build and the compiler.
    exclude: [
      // what no React changes
      '**/typeErrors.test.ts',
      '**/node_modules/**',
      '**/*.{react19,compiled,floor}.test.*',
      '**/{build,reactCompiler}.test.ts',
    ],
    typecheck: { enabled: false },
    // it imports react itself, and must get the same one
    server: { deps: { inline: [/react-query/] } },
  };
  return { ...tested, resolve: { alias }, test };
}

/** Tests of the bridge on the first TanStack Query 5. */
function onFirstQuery5(): TestProjectInlineConfiguration {
  const tested = project('tanstack-query', 'jsdom');
  const { resolve } = createRequire(new URL('./packages/tanstack-query/package.json', import.meta.url));
  const alias = { '@tanstack/react-query': dirname(resolve('@tanstack/react-query-floor/package.json')) };
  const test = {
    ...tested.test,
    name: 'tanstack-query-floor',
    include: ['tests/**/*.floor.test.ts', 'tests/react/{provider,useRealtimeQuery}.test.tsx'],
    exclude: ['**/node_modules/**'],
    typecheck: { enabled: false },
  };
  return { ...tested, resolve: { alias }, test };
}

/** The same tests with their components compiled by the React Compiler, as an application's are. */
function compiled(
  name: string,
  include: string[],
  { withSource = false }: { withSource?: boolean } = {},
): TestProjectInlineConfiguration {
  const tested = project(name, 'jsdom');
  const compiles = (file: string) =>
    /\.tsx?$/.test(file) &&
    !file.includes('/node_modules/') &&
    (/\.test\.tsx$|\/tests\//.test(file) || (withSource && file.includes(`/packages/${name}/src/`)));
  const test = {
    ...tested.test,
    name: withSource ? `${name}-compiled-source` : `${name}-compiled`,
    include,
    // 100,000 mounts take 20 s, and the compiler holds nothing of ours.
    exclude: ['**/node_modules/**', '**/leaks.test.tsx'],
    typecheck: { enabled: false },
  };
  return { ...tested, plugins: [reactCompiler(compiles)], test };
}

/** The demo's tests stand beside its code, which has no `src` folder. */
function demo(): TestProjectInlineConfiguration {
  const tested = project('demo', 'node', 'apps/demo');
  const test = {
    ...tested.test,
    include: ['**/*.test.ts'],
    // the tests in postgres/ need a real PostgreSQL
    exclude: ['**/node_modules/**', '.next/**', 'postgres/**'],
    typecheck: { enabled: false },
  };
  return { ...tested, test };
}

const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@channelkit/source'] } },
  test: {
    projects: [
      project('core'),
      project('server'),
      project('create-channelkit'),
      project('dev-server'),
      project('react', 'jsdom'),
      project('tanstack-query', 'jsdom'),
      onReact18('react'),
      onReact18('tanstack-query', ['tests/react/**/*.test.tsx']),
      onFirstQuery5(),
      compiled('react', ['{src,tests}/**/*.test.tsx']),
      compiled(
        'react',
        ['tests/{activity,concurrent,everyHook,hydration,memo,renders,strict,unmountOrder}*.test.tsx'],
        {
          withSource: true,
        },
      ),
      compiled('tanstack-query', ['tests/react/*.test.tsx']),
      project('conformance', 'node', 'tests/conformance'),
      project('guides', 'jsdom', 'tests/guides'),
      project('integration', 'node', 'tests/integration'),
      project('print-station', 'node', 'apps/print-station'),
      demo(),
      { extends: true, test: { name: 'tooling', root: 'tooling', isolate: false, include: ['*.test.mjs'] } },
    ],
    allowOnly: false,
    // Many tests wait for a socket or a process, so two cores have work for four workers.
    maxWorkers: Math.max(4, availableParallelism()),
    // limits, not waits: real sockets on a busy machine take their time
    testTimeout: 20_000,
    hookTimeout: 20_000,
    expect: { poll: { timeout: 10_000 } },
    coverage: {
      provider: 'v8',
      reporter: ['text-summary'],
      // a floor for core, in CI: npm run coverage
      include: ['src/**'],
      exclude: ['**/*.test.*', '**/*.test-d.*'],
      thresholds: { lines: 95, statements: 93, functions: 94, branches: 87 },
    },
  },
});

export default config;
