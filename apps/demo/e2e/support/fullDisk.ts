// Preloaded into a demo: SIGUSR2 fills its disk, and the next one frees it. Every write to a file then fails as on a full disk.
import fs from 'node:fs';
import { open } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

let isFull = false;
process.on('SIGUSR2', () => (isFull = !isFull));

const fault = () => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

const { writeSync } = fs;
fs.writeSync = ((...given: Parameters<typeof writeSync>) => {
  // The terminal is no disk.
  if (isFull && given[0] > 2) throw fault();
  return writeSync(...given);
}) as typeof writeSync;
syncBuiltinESMExports();

const handle = await open(import.meta.filename);
const files = Object.getPrototypeOf(handle) as Pick<typeof handle, 'writeFile'>;
await handle.close();
const { writeFile } = files;
files.writeFile = function (...given) {
  return isFull ? Promise.reject(fault()) : writeFile.apply(this, given);
};
