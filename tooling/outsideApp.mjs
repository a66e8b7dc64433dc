// Commands of an app outside the workspace: run to their end, or kept running until stopped.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const patience = 300_000;

/** Runs a command line in a folder; rejects with its output when it fails. */
export async function runIn(folder, command, env = {}) {
  const child = start(folder, command, env);
  const late = setTimeout(() => process.kill(-child.pid), patience);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearTimeout(late);
  if (code !== 0) throw new Error(`${command} ended with ${code}\n${child.output()}`);
  return child.output();
}

/**
 * Keeps a command line running in a folder; resolves when its output matches `ready`, to the match, a way to wait for more output, and
 * `stop`. Rejects when the command ends before that, or after five minutes.
 */
export async function keepRunning(folder, command, { ready, env = {} }) {
  const child = start(folder, command, env);
  const closed = new Promise((resolve) => child.on('close', resolve));
  const stop = async () => {
    if (child.exitCode === null && child.pid) process.kill(-child.pid);
    await closed;
  };
  const prints = (pattern) =>
    new Promise((resolve, reject) => {
      const fail = (why) => {
        clearTimeout(late);
        reject(new Error(`${command} ${why}\n${child.output()}`));
      };
      const look = () => {
        const match = pattern.exec(child.output());
        if (!match) return;
        clearTimeout(late);
        resolve(match);
      };
      const late = setTimeout(() => fail(`did not print ${pattern}`), patience);
      for (const stream of [child.stdout, child.stderr]) stream.on('data', look);
      child.on('close', (code) => fail(`ended with ${code}`));
      look();
    });
  try {
    return { match: await prints(ready), prints, stop, output: child.output };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Resolves when an address answers, whatever it answers; rejects after a minute. */
export async function answers(url) {
  for (let waited = 0; waited < 60_000; waited += 100) {
    if (await fetch(url).catch(() => undefined)) return;
    await wait(100);
  }
  throw new Error(`${url} does not answer`);
}

/** A port that was free a moment ago: not every server takes 0 and says which one it got. */
export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts a command line as a reader's shell would: without what npm and pnpm set for the scripts that run this one. */
function start(folder, command, env) {
  const outside = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle|command|execpath|config_(package|call|yes|user_agent))/.test(name),
  );
  const PATH = [path.join(folder, 'node_modules/.bin'), process.env.PATH].join(path.delimiter);
  const child = spawn(command, {
    cwd: folder,
    shell: true,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...Object.fromEntries(outside), NEXT_TELEMETRY_DISABLED: '1', ...env, PATH },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk) => (output += chunk));
  child.on('error', (error) => {
    output += error.message;
    child.emit('close', 1);
  });
  return Object.assign(child, { output: () => output });
}
