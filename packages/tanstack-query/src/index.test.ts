// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const here = new URL('.', import.meta.url);

it('imports nothing of TanStack or React outside of /react', () => {
  const files = readdirSync(here).filter((name) => name.endsWith('.ts') && !name.includes('.test.'));
  expect(files).toContain('index.ts');
  for (const name of files) {
    const source = readFileSync(new URL(name, here), 'utf8');
    expect(source, name).not.toMatch(/from '(@tanstack\/|react|@channelkit\/react)/);
  }
});

it('touches neither globals nor timers at import (5)', async () => {
  const before = Object.getOwnPropertyNames(globalThis);
  const { defineQueryRules, createQueryBridge, patch, withSocketId } = await import('./index.ts');
  expect([defineQueryRules, createQueryBridge, patch, withSocketId].map((value) => typeof value)).toEqual(
    Array.from({ length: 4 }, () => 'function'),
  );
  expect(Object.getOwnPropertyNames(globalThis)).toEqual(before);
});
