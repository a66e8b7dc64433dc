import { expect, onTestFinished } from 'vitest';
import { runCli } from '../../src/cli/program.ts';
import type { DevServer } from '../../src/index.ts';

/** A command that runs. */
export interface CliRun {
  out: string[];
  err: string[];
  done: Promise<number>;
  interrupt: () => void;
}

/** A run of the command line whose output can be watched and that can be interrupted. */
export function startCli(args: string[], env: Record<string, string> = {}): CliRun {
  const out: string[] = [];
  const err: string[] = [];
  const interrupt = new AbortController();
  const done = runCli(args, {
    env,
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    colours: false,
    signal: interrupt.signal,
  });
  onTestFinished(async () => {
    interrupt.abort();
    await done;
  });
  return { out, err, done, interrupt: () => interrupt.abort() };
}

/** Runs a command to its end against a server. */
export async function cli(
  server: DevServer,
  ...args: string[]
): Promise<{ code: number; out: string; err: string }> {
  const run = startCli(args, envOf(server));
  return { code: await run.done, out: run.out.join('\n'), err: run.err.join('\n') };
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
