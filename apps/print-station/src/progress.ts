import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const progressSchema = z.object({
  /** Every job up to this position of the demo's event log has been worked off. */
  position: z.string(),
  /** When the position was read, in milliseconds since the epoch. */
  at: z.number(),
  /** When a job that another station held may be taken over, in milliseconds since the epoch; null if there was none. */
  nextAt: z.number().nullable(),
});

/** How far the station has come. */
export type Reached = z.output<typeof progressSchema>;

/** Remembers between runs how far the station has come, so that it asks only for what came after. Older is harmless. */
export class Progress {
  readonly #file: string;
  #reached: Reached | null;

  /** Reads what an earlier run has written to a folder, which must exist. */
  constructor(folder: string) {
    this.#file = path.join(folder, 'progress.json');
    this.#reached = read(this.#file);
  }

  /** Null on the first run. */
  get reached(): Reached | null {
    return this.#reached;
  }

  /** @throws Error of the file system; what was written before stays */
  write(reached: Reached): void {
    const { position, nextAt } = reached;
    if (position === this.#reached?.position && nextAt === this.#reached.nextAt) return;
    const fresh = `${this.#file}.new`;
    writeFileSync(fresh, JSON.stringify(reached), { mode: 0o600 });
    renameSync(fresh, this.#file);
    this.#reached = reached;
  }
}

/** Null as well for a file that cannot be read: the station then begins with all jobs there are. */
function read(file: string): Reached | null {
  try {
    return progressSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
