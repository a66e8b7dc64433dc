import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The key that signs sessions: made once and kept in the data folder, so that a restart signs nobody out. */
export function sessionSecret(dataFolder: string): string {
  const file = path.join(dataFolder, 'session-secret');
  mkdirSync(dataFolder, { recursive: true });
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const secret = randomBytes(32).toString('base64url');
    writeFileSync(file, secret, { mode: 0o600 });
    return secret;
  }
}
