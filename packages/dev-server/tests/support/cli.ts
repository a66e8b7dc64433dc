import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { runCli } from '../../src/cli/program.ts';
import type { DevServer } from '../../src/index.ts';

/** A running command. */
export interface CliRun {
  out: string[];
  err: string[];
  done: Promise<number>;
  interrupt: () => void;
}

/** Starts a command, by default in an empty folder. */
export function startCli(
  args: string[],
  env: Record<string, string> = {},
  cwd: string = temporaryFolder(),
): CliRun {
  const out: string[] = [];
  const err: string[] = [];
  const interrupt = new AbortController();
  const done = runCli(args, {
    env,
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    colors: false,
    cwd,
    signal: interrupt.signal,
  });
  onTestFinished(async () => {
    interrupt.abort();
    await done;
  });
  return { out, err, done, interrupt: () => interrupt.abort() };
}

/** Runs a command against a server until it ends. */
export async function cli(
  server: DevServer,
  ...args: string[]
): Promise<{ code: number; out: string; err: string }> {
  const run = startCli(args, envOf(server));
  return { code: await run.done, out: run.out.join('\n'), err: run.err.join('\n') };
}

/** A folder that is removed when the test ends. */
export function temporaryFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'channelkit-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** The environment that points commands at a server. */
export function envOf(server: DevServer): Record<string, string> {
  const [app] = server.apps;
  expect(app).toBeDefined();
  return {
    PUSHER_APP_ID: app?.id ?? '',
    PUSHER_APP_KEY: app?.key ?? '',
    PUSHER_APP_SECRET: app?.secret ?? '',
    PUSHER_HOST: server.host,
    PUSHER_PORT: String(server.port),
  };
}
