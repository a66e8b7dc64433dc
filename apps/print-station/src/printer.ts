import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Prints to the terminal and to a file, line by line, like a receipt printer. */
export class Printer {
  readonly #paper: string;
  readonly #lineTime: number;

  /** `paper` is the file, `lineTime` the milliseconds that a line takes. */
  constructor(paper: string, lineTime: number) {
    this.#paper = paper;
    this.#lineTime = lineTime;
  }

  /** Prints lines; all of them are on the disk when it resolves. @throws Error when the file cannot be written */
  async print(lines: readonly string[]): Promise<void> {
    const file = await open(this.#paper, 'a');
    try {
      for (const line of lines) {
        await file.appendFile(`${line}\n`);
        process.stdout.write(`${line}\n`);
        if (this.#lineTime > 0) await sleep(this.#lineTime);
      }
      await file.sync();
    } finally {
      await file.close();
    }
  }
}
