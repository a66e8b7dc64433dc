import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from '@playwright/test';
import type { DemoProcess } from './demoProcess.ts';

const station = path.join(import.meta.dirname, '../../../print-station/src/main.ts');

/** A print station on this machine; killed, it is started again on the same journal and paper. */
export class PrintStation {
  readonly #folder: string;
  readonly #demo: DemoProcess;
  #child: ChildProcess | null = null;
  #output = '';

  private constructor(folder: string, demo: DemoProcess) {
    this.#folder = folder;
    this.#demo = demo;
  }

  static async create(demo: DemoProcess): Promise<PrintStation> {
    return new PrintStation(await mkdtemp(path.join(tmpdir(), 'channelkit-station-')), demo);
  }

  /** Starts it; `lineTime` is how long a line takes to print, in milliseconds. */
  start(lineTime = 0): void {
    const { NODE_OPTIONS: _, ...inherited } = process.env;
    this.#output = '';
    this.#child = spawn(process.execPath, [station], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...inherited,
        DEMO_DATA_DIR: this.#demo.data,
        PRINT_STATION_DIR: this.#folder,
        PRINT_STATION_NAME: 'e2e',
        PRINT_LINE_MS: String(lineTime),
      },
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
  }

  /** Waits until it has written something to its terminal. */
  async says(text: string): Promise<void> {
    await expect.poll(() => this.#output, { timeout: 15_000 }).toContain(text);
  }

  /** What is on its paper. */
  paper(): Promise<string> {
    return readFile(path.join(this.#folder, 'tickets.txt'), 'utf8').catch(() => '');
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async end(): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
