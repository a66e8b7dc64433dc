import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/**
 * Claims a data folder for this process, because the embedded database bears one at a time.
 * @returns the release; a lock left behind by a process that is gone is taken over
 * @throws Error when another running process holds it
 */
export function lockFolder(folder: string): () => void {
  const file = path.join(folder, 'lock');
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch {
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid > 0 && pid !== process.pid && isRunning(pid))
      throw new Error(
        `Another demo (process ${pid}) uses the database in ${folder}. Stop it, or give this one its own folder with DEMO_DATA_DIR.`,
      );
    writeFileSync(file, String(process.pid));
  }
  return () => rmSync(file, { force: true });
}
