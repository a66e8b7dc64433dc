import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isRecord, parseJson } from '../protocol/json.ts';
import type { Io } from './io.ts';

/** Variables by name. */
export type Env = Readonly<Record<string, string | undefined>>;

/** The variables of a project: its `.env` files and, above them, the environment. */
export interface ProjectEnv {
  values: Env;
  /** Where a variable is set: a file's name, or `environment`. */
  sourceOf: (name: string) => string;
}

/** Later files override earlier ones, as in Next and Vite. */
const files = ['.env', '.env.development', '.env.local', '.env.development.local'];

/** Reads the project's `.env` files in the working directory; the environment overrides them. */
export function readProjectEnv(io: Io): ProjectEnv {
  const values: Record<string, string | undefined> = {};
  const sources: Record<string, string> = {};
  for (const file of files) {
    const path = join(io.cwd, file);
    if (!existsSync(path)) continue;
    for (const [name, value] of parseEnvFile(readFileSync(path, 'utf8'))) {
      values[name] = value;
      sources[name] = file;
    }
  }
  for (const [name, value] of Object.entries(io.env)) {
    if (value === undefined) continue;
    values[name] = value;
    sources[name] = 'environment';
  }
  return { values, sourceOf: (name) => sources[name] ?? 'defaults' };
}

/** Sets variables in a file: replaces the lines that set them, appends the others, and keeps the rest. */
export function writeEnvFile(io: Io, file: string, variables: Readonly<Record<string, string>>): void {
  const path = resolve(io.cwd, file);
  const lines = existsSync(path) ? readFileSync(path, 'utf8').replace(/\n$/, '').split('\n') : [];
  const missing = new Map(Object.entries(variables));
  const kept = lines.map((line) => {
    const name = assignment.exec(line)?.[1];
    const value = name === undefined ? undefined : variables[name];
    if (name === undefined || value === undefined) return line;
    missing.delete(name);
    return `${name}=${value}`;
  });
  const added = [...missing].map(([name, value]) => `${name}=${value}`);
  // It holds a secret, so a new file is readable by its owner only.
  writeFileSync(path, `${[...kept.filter((line, n) => line !== '' || n > 0), ...added].join('\n')}\n`, {
    mode: 0o600,
  });
}

/** The prefix of variables that the project's framework exposes to pages; null when it uses neither Next nor Vite. */
export function publicPrefix(io: Io): 'NEXT_PUBLIC_' | 'VITE_' | null {
  const path = join(io.cwd, 'package.json');
  const manifest = existsSync(path) ? parseJson(readFileSync(path, 'utf8')) : null;
  const uses = (name: string) =>
    isRecord(manifest) &&
    [manifest.dependencies, manifest.devDependencies].some((list) => isRecord(list) && name in list);
  if (uses('next')) return 'NEXT_PUBLIC_';
  return uses('vite') ? 'VITE_' : null;
}

const assignment = /^\s*(?:export\s+)?([\w.-]+)\s*=(.*)$/;

function parseEnvFile(text: string): [name: string, value: string][] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, name, raw = ''] = assignment.exec(line) ?? [];
    if (name === undefined) return [];
    const quoted = /^\s*(["'`])(.*?)\1/.exec(raw);
    return [[name, quoted?.[2] ?? raw.replace(/\s#.*$/, '').trim()]];
  });
}
