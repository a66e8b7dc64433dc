import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { expect, it } from 'vitest';

it('isDevelopment reads the mode that a bundler writes into the code, and works without `process`', () => {
  const source = readFileSync(new URL('./environment.ts', import.meta.url), 'utf8');
  const [, body] = /function isDevelopment\(\): boolean \{(.*?)\n\}/s.exec(source) ?? [];
  const asBuilt = (mode: string) =>
    new Script(`(() => {${body?.replace('process.env.NODE_ENV', JSON.stringify(mode))}})()`);
  expect(asBuilt('development').runInNewContext()).toBe(true);
  expect(asBuilt('production').runInNewContext()).toBe(false);
  expect(new Script(`(() => {${body}})()`).runInNewContext()).toBe(false);
});
