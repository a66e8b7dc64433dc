import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Characters. Ours are longer; whatever is shorter was cut off by a crash or a full disk. */
const shortest = 32;

function readSecret(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * A random secret, created once and kept in a file of the data folder so that it survives restarts. A file that is empty or
 * cut off is replaced, with a warning: whatever the old secret signed or encrypted is lost.
 * @throws Error of the file system when the file cannot be read or written
 */
export function keptSecret(dataFolder: string, name: string): string {
  const file = path.join(dataFolder, name);
  const kept = readSecret(file);
  if (kept !== null && kept.length >= shortest) return kept;
  if (kept !== null)
    console.warn(
      `${file} is empty or cut off. It gets a new secret: sessions and links made with the old one end.`,
    );
  mkdirSync(dataFolder, { recursive: true });
  const secret = randomBytes(32).toString('base64url');
  // Written beside it and renamed, so that a full disk never leaves half a secret.
  const fresh = `${file}.new`;
  try {
    writeFileSync(fresh, secret, { mode: 0o600 });
    renameSync(fresh, file);
  } finally {
    rmSync(fresh, { force: true });
  }
  return secret;
}
