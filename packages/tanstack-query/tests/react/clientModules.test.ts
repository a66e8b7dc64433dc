// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const folder = new URL('../../src/react/', import.meta.url);
const source = (file: string) => readFileSync(new URL(file, folder), 'utf8');

it("only the modules that export a component or a hook begin with 'use client' (5)", () => {
  const exported = source('index.ts').matchAll(/export \{[^}]*\} from '\.\/(.+)'/g);
  const marked = readdirSync(folder).filter((file) => source(file).startsWith("'use client'"));
  expect(new Set(marked)).toEqual(new Set([...exported].map(([, file]) => file)));
});
