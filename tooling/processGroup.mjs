// Runs a command line as a process group of its own and ends the whole group with this process: npm, pnpm and the shells
// between do not forward every signal, and a server left running would keep its port.
import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

const windows = process.platform === 'win32';
const patience = 10_000;

/** Resolves to the exit code, after the last process of the group has gone. */
export async function runGroup(command, env = {}) {
  const child = spawn(command, {
    stdio: 'inherit',
    shell: true,
    detached: !windows,
    env: { ...process.env, ...env },
  });
  let stopped;
  const stop = (signal) => {
    if (stopped) return;
    stopped = signal;
    send(child.pid, signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  // npm ends the shell above us but not us
  const parent = process.ppid;
  const watch = setInterval(() => process.ppid === parent || stop('SIGTERM'), 250);
  const code = await new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('exit', (status) => resolve(status ?? 1));
  });
  clearInterval(watch);
  await gone(child.pid);
  return stopped === 'SIGINT' ? 130 : stopped ? 143 : code;
}

function send(pid, signal) {
  if (windows) {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f']);
    return false;
  }
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

async function gone(pid) {
  for (let waited = 0; !windows && waited < patience; waited += 100) {
    if (!send(pid, 0)) return;
    await wait(100);
  }
  send(pid, 'SIGKILL');
}
