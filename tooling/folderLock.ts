import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Claims a folder for this process; what a process that is gone left behind is taken over.
 * @returns the release
 * @throws Error with the message that `inUse` gives when another running process holds it
 */
export function lockFolder(folder: string, inUse: (pid: number, folder: string) => string): () => void {
  const file = path.join(folder, 'lock');
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch {
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid > 0 && pid !== process.pid && isRunning(pid)) throw new Error(inUse(pid, folder));
    writeFileSync(file, String(process.pid));
  }
  return () => rmSync(file, { force: true });
}
