import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes the demo's URL to a file, for the print station and scripts on this machine. Returns a function that removes it. */
export function publishAddress(dataFolder: string, address: string): () => void {
  const file = path.join(dataFolder, 'address');
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(file, address);
  return () => rmSync(file, { force: true });
}
