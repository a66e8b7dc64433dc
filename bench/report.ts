import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';

/** What a benchmark measured, as its table in docs/benchmarks.md. */
export interface Report {
  /** Name of the script that measures it: `pnpm -C bench <name>`. */
  readonly name: string;
  readonly columns: readonly string[];
  /** Each with as many cells as there are columns. */
  readonly rows: readonly (readonly string[])[];
}

/** Prints the table, and writes it with the machine and the date to `results/<name>.json`, from which `npm run bench:docs` makes the pages. */
export function report({ name, columns, rows }: Report): void {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  process.stdout.write([columns, columns.map(() => '---'), ...rows].map(line).join(''));
  const folder = new URL('./results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const measured = {
    on: new Date().toISOString().slice(0, 10),
    node: process.version,
    cpu: `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
  };
  writeFileSync(
    new URL(`${name}.json`, folder),
    `${JSON.stringify({ name, measured, columns, rows }, null, 2)}\n`,
  );
}
