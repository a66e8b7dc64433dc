import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/**
 * How far a job has come. `claiming`: the demo is or will be asked for it, and nothing is on paper. `printing`: the printer has
 * started, so after a crash nobody knows what is on paper. `printed`: the whole ticket is, and the demo has to be notified.
 */
export type JournalStep = 'claiming' | 'printing' | 'printed';

/** What the station remembers about an unfinished job. */
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

/** Remembers unfinished jobs across crashes: each step is on the disk before it is taken. */
export class Journal {
  readonly #entries = new Map<number, JournalEntry>();
  readonly #file: string;
  #handle: number;
  /** Bytes that hold whole lines. */
  #size = 0;

  /** Opens the journal in a folder, or creates one. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#file = path.join(folder, 'journal.jsonl');
    for (const line of readLines(this.#file)) this.#apply(line);
    this.#handle = this.#compact();
  }

  /** The unfinished jobs, oldest first. */
  get open(): readonly JournalEntry[] {
    return [...this.#entries.values()];
  }

  get(jobId: number): JournalEntry | undefined {
    return this.#entries.get(jobId);
  }

  /** Records a step; it is on the disk when this returns. @throws Error of the file system; the journal is then as it was before */
  write(entry: JournalEntry): void {
    this.#append(entry);
  }

  /** Forgets a job that is finished, at least for this station. */
  forget({ jobId, claim }: Pick<JournalEntry, 'jobId' | 'claim'>): void {
    this.#append({ jobId, claim, step: 'over' });
  }

  close(): void {
    closeSync(this.#handle);
  }

  #append(line: Line): void {
    try {
      this.#size += writeDurably(this.#handle, [line]);
    } catch (error) {
      // A full disk may have taken half of the line, and the next one would be appended to it.
      ftruncateSync(this.#handle, this.#size);
      throw error;
    }
    this.#apply(line);
  }

  #apply({ step, ...job }: Line): void {
    if (step === 'over') this.#entries.delete(job.jobId);
    else this.#entries.set(job.jobId, { ...job, step });
  }

  /** Writes the unfinished jobs into a new file, which then replaces the old one in one step. */
  #compact(): number {
    const fresh = `${this.#file}.new`;
    rmSync(fresh, { force: true });
    const handle = openSync(fresh, 'a', 0o600);
    this.#size = writeDurably(handle, this.open);
    renameSync(fresh, this.#file);
    return handle;
  }
}

/** Writes lines to the disk; gives their size in bytes. */
function writeDurably(handle: number, lines: readonly object[]): number {
  const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written);
  fsyncSync(handle);
  return bytes.length;
}

/** The lines of a journal. A line that a crash cut off was never acted upon. */
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
