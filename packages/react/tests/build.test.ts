// @vitest-environment node
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'tsdown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import config from '../tsdown.config.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
// Inside the package, so that what is built finds its dependencies.
const outDir = mkdtempSync(`${root}node_modules/.built-`);

beforeAll(async () => {
  await build({
    ...config,
    cwd: root,
    outDir,
    dts: false,
    sourcemap: false,
    logLevel: 'silent',
    config: false,
  });
}, 60_000);
afterAll(() => rmSync(outDir, { recursive: true }));

const files = () =>
  readdirSync(outDir, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));

/** Imports entries in a fresh process or worker and tells what that left behind. */
function importAll(
  entries: readonly string[],
  conditions: readonly string[],
  where: 'process' | 'worker',
): unknown {
  const script = `
    const before = new Set(Reflect.ownKeys(globalThis));
    const resources = process.getActiveResourcesInfo();
    const names = [];
    for (const entry of ${JSON.stringify(entries)}) names.push(...Object.keys(await import('file://${outDir}/' + entry)));
    const added = Reflect.ownKeys(globalThis).filter((key) => !before.has(key)).map(String);
    const opened = process.getActiveResourcesInfo().slice(resources.length);
    console.log(JSON.stringify({ hasHook: names.includes('usePusherEvent'), added, opened }));`;
  const inWorker = `
    const { Worker } = await import('node:worker_threads');
    new Worker(new URL('data:text/javascript,' + encodeURIComponent(${JSON.stringify(script)})));`;
  const flags = ['@channelkit/source', ...conditions].map((condition) => `--conditions=${condition}`);
  const code = where === 'worker' ? inWorker : script;
  const output = execFileSync(process.execPath, [...flags, '--input-type=module', '-e', code], {
    cwd: root,
    encoding: 'utf8',
    // An import that leaves a timer or a socket behind never ends.
    timeout: 15_000,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output);
}

const untouched = { hasHook: true, added: [], opened: [] };

describe('the built package', () => {
  it("has a file per source file, with 'use client' where a server module imports a component or hook", () => {
    const marked = files().filter((file) =>
      readFileSync(`${outDir}/${file}`, 'utf8').startsWith('"use client"'),
    );
    expect(marked.toSorted()).toEqual([
      'notifications/useNotificationSettings.js',
      'provider/HydratePositions.js',
      'provider/PusherProvider.js',
    ]);
    expect(files()).toEqual(
      expect.arrayContaining(['index.js', 'index.react-server.js', 'hooks/usePusherEvent.js']),
    );
  });

  it('imports in Node and in a worker, and does nothing at import (5)', () => {
    const entries = ['index.js', 'testing/index.js', 'notifications/index.js'];
    expect(importAll(entries, [], 'process')).toEqual(untouched);
    expect(importAll(entries, [], 'worker')).toEqual(untouched);
  });

  it('imports under the react-server condition, and does nothing at import (5)', () => {
    const entries = ['index.react-server.js', 'testing/index.js', 'notifications/index.js'];
    expect(importAll(entries, ['react-server'], 'process')).toEqual(untouched);
  });

  it('resolves to the server entry under the react-server condition', () => {
    const { exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
      exports: { '.': Record<string, { default?: string }> };
    };
    expect(Object.keys(exports['.'])[0]).toBe('react-server');
    expect(exports['.']['react-server']?.default).toBe('./dist/index.react-server.js');
  });
});
