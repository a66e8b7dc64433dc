import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { StandInDemo } from './standInDemo.ts';

const main = path.join(import.meta.dirname, '../../src/main.ts');

/** A folder for a station's journal and paper, gone after the test. */
export function stationFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'channelkit-station-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The tickets on a station's paper, as text; a torn one is the beginning of a ticket. */
export function paper(folder: string): string[] {
  let text = '';
  try {
    text = readFileSync(path.join(folder, 'tickets.txt'), 'utf8');
  } catch {
    return [];
  }
  return text.split(/(?=┌)/).filter(Boolean);
}

/** A print station as a process of its own. */
export class StationProcess {
  readonly #child: ChildProcess;
  output = '';

  constructor(demo: StandInDemo, folder: string, env: Record<string, string> = {}) {
    this.#child = spawn(process.execPath, ['--conditions=@channelkit/source', '--no-warnings', main], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        DEMO_URL: demo.url,
        PRINT_STATION_TOKEN: demo.token,
        PRINT_STATION_DIR: folder,
        PRINT_LINE_MS: '0',
        ...env,
      },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    onTestFinished(() => this.kill());
  }

  /** Waits until it has written something. */
  async says(text: string): Promise<void> {
    await until(() => {
      if (!this.output.includes(text)) throw new Error(`Not said: "${text}". Said:\n${this.output}`);
    });
  }

  /** Ends it with Ctrl-C and gives its exit code. */
  async interrupt(): Promise<number | null> {
    return this.#end('SIGINT');
  }

  /** Kills it as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Its exit code, when it has ended by itself. */
  async ended(): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
    return this.#child.exitCode;
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill(signal);
      await once(this.#child, 'exit');
    }
    return this.#child.exitCode;
  }
}

/** Waits until an assertion holds, at most twenty seconds. */
export const until = (assertion: () => void): Promise<void> =>
  vi.waitFor(assertion, { timeout: 20_000, interval: 20 });
