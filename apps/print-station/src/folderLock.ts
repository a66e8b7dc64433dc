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
 * Claims a folder for this process, because a journal has one writer; what a killed process left is taken over.
 * @returns the release
 * @throws Error when another running station holds it
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
        `Another print station (process ${pid}) works in ${folder}. Stop it, or give this one a PRINT_STATION_NAME of its own.`,
      );
    writeFileSync(file, String(process.pid));
  }
  return () => rmSync(file, { force: true });
}
