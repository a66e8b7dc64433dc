import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A random secret that is made once and kept in a file of the data folder, so that a restart changes nothing. */
export function keptSecret(dataFolder: string, name: string): string {
  const file = path.join(dataFolder, name);
  mkdirSync(dataFolder, { recursive: true });
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const secret = randomBytes(32).toString('base64url');
    writeFileSync(file, secret, { mode: 0o600 });
    return secret;
  }
}
