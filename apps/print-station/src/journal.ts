import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/**
 * How far a job is. `claiming`: the demo is or will be asked for it, nothing is on paper. `printing`: the printer was begun
 * with, so a crash leaves it unknown what is on paper. `printed`: all of it is, and the demo has to be told.
 */
export type JournalStep = 'claiming' | 'printing' | 'printed';

/** What the station remembers of a job that is not over. */
export interface JournalEntry {
  readonly jobId: number;
  /** The idempotency key of the claim. */
  readonly claim: string;
  readonly step: JournalStep;
}

const lineSchema = z.object({
  jobId: z.number(),
  claim: z.string(),
  step: z.enum(['claiming', 'printing', 'printed', 'over']),
});
type Line = z.output<typeof lineSchema>;

/** Remembers across crashes what was begun: each step is on the disk before it is taken. */
export class Journal {
  readonly #entries = new Map<number, JournalEntry>();
  readonly #file: string;
  #handle: number;

  /** Reads the journal in a folder, or begins one. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#file = path.join(folder, 'journal.jsonl');
    for (const line of readLines(this.#file)) this.#apply(line);
    this.#handle = this.#compact();
  }

  /** The jobs that are not over, oldest first. */
  get open(): readonly JournalEntry[] {
    return [...this.#entries.values()];
  }

  get(jobId: number): JournalEntry | undefined {
    return this.#entries.get(jobId);
  }

  /** Writes a step down; it is on the disk when this returns. */
  write(entry: JournalEntry): void {
    this.#append(entry);
  }

  /** A job is over, for this station at least. */
  forget({ jobId, claim }: Pick<JournalEntry, 'jobId' | 'claim'>): void {
    this.#append({ jobId, claim, step: 'over' });
  }

  close(): void {
    closeSync(this.#handle);
  }

  #append(line: Line): void {
    writeDurably(this.#handle, [line]);
    this.#apply(line);
  }

  #apply({ step, ...job }: Line): void {
    if (step === 'over') this.#entries.delete(job.jobId);
    else this.#entries.set(job.jobId, { ...job, step });
  }

  /** Writes what is still open into a fresh file that takes the old one's place in one step. */
  #compact(): number {
    const fresh = `${this.#file}.new`;
    const handle = openSync(fresh, 'w', 0o600);
    writeDurably(handle, this.open);
    renameSync(fresh, this.#file);
    return handle;
  }
}

function writeDurably(handle: number, lines: readonly object[]): void {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  if (text) writeSync(handle, text);
  fsyncSync(handle);
}

/** The lines of a journal; a line that a crash tore was never acted upon. */
function readLines(file: string): Line[] {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return text.split('\n').flatMap((line) => {
    try {
      const parsed = lineSchema.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
}
