// One command of a longer run, with its name, its time and its exit code.
import { spawn } from 'node:child_process';

/** Runs a command line from the root of the repository and resolves to its exit code. */
export async function step(title, command, env = {}) {
  console.log(`\n── ${title}`);
  const started = performance.now();
  const code = await new Promise((resolve) => {
    const child = spawn(command, { stdio: 'inherit', shell: true, env: { ...process.env, ...env } });
    child.on('error', () => resolve(1));
    child.on('exit', (status) => resolve(status ?? 1));
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`── ${title}: ${code === 0 ? 'ok' : `failed with ${code}`} (${seconds} s)`);
  return code;
}
