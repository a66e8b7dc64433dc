import { diskFault } from '../server/diskFault.ts';

const reasons = {
  full: (folder: string) =>
    `The disk is full: the demo cannot write to ${folder}. Free some space (100 MB are enough)`,
  'read-only': (folder: string) => `The demo may not write to ${folder}. Make it writable`,
} as const;

/** Codes of the file system and the network, with what to do about them. */
const remedies: Readonly<Record<string, string>> = {
  ENOTDIR: 'DEMO_DATA_DIR has to name a folder.',
  EEXIST: 'DEMO_DATA_DIR has to name a folder.',
  EADDRNOTAVAIL: 'No network of this machine has that address: choose another DEMO_HOST.',
  ENOTFOUND: 'DEMO_HOST is not a name that this machine knows.',
  EADDRINUSE: 'Choose another PORT.',
};

/** Why the demo did not start, and what to do about it, for the person at the terminal. */
export function startFault(error: unknown, dataFolder: string): string {
  const fault = diskFault(error);
  if (fault) return `${reasons[fault](dataFolder)}, or choose another folder with DEMO_DATA_DIR.`;
  const message = error instanceof Error ? error.message : String(error);
  const remedy = remedies[String((error as NodeJS.ErrnoException | null)?.code)];
  return remedy ? `${message}. ${remedy}` : message;
}
