import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes down where the demo listens, for the print station and scripts on this machine; returns the undo. */
export function publishAddress(dataFolder: string, address: string): () => void {
  const file = path.join(dataFolder, 'address');
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(file, address);
  return () => rmSync(file, { force: true });
}
