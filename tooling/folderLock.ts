import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Milliseconds by which clocks of a process table and a file system may differ. */
const tolerance = 2000;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process may not be signaled, but it runs.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process started, in milliseconds since the epoch; null where the system does not tell. */
function startTime(pid: number): number | null {
  try {
    if (process.platform === 'linux') {
      const bootTime = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1];
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The name of the program, in parentheses, may contain spaces. Linux counts in hundredths of a second.
      const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
      return Number(bootTime) * 1000 + Number(ticks) * 10;
    }
    if (process.platform === 'win32') return null;
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return Date.parse(started) || null;
  } catch {
    return null;
  }
}

/** Whether the process that wrote a lock still runs: its number may have gone to another program, which then started later. */
function isHeld(file: string, pid: number): boolean {
  if (!(pid > 0) || pid === process.pid || !isRunning(pid)) return false;
  const started = startTime(pid);
  return started === null || started <= statSync(file).mtimeMs + tolerance;
}

/**
 * Claims a folder for this process. The lock of a process that is gone is taken over.
 * @returns the release
 * @throws Error with the message that `inUse` gives when another running process holds it
 */
export function lockFolder(folder: string, inUse: (pid: number, folder: string) => string): () => void {
  const file = path.join(folder, 'lock');
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const pid = Number(readFileSync(file, 'utf8'));
    if (isHeld(file, pid)) throw new Error(inUse(pid, folder));
    rmSync(file);
    writeFileSync(file, String(process.pid));
  }
  return () => rmSync(file, { force: true });
}
