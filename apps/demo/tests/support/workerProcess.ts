import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { DevServer } from '@channelkit/dev-server';
import { onTestFinished, vi } from 'vitest';
import type { TestDatabase } from './testDatabase.ts';

const folder = path.join(import.meta.dirname, '../..');

/** The demo's server code at one deed, as a process that can be killed. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  output = '';

  constructor(database: TestDatabase, server: DevServer, deed: string, invoiceId = 0) {
    const app = server.apps[0];
    this.#child = spawn(
      process.execPath,
      [
        '--conditions=@channelkit/source',
        '--conditions=react-server',
        '--no-warnings',
        'tests/support/demoWorker.ts',
        deed,
        String(invoiceId),
      ],
      {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: process.env.PATH,
          NODE_ENV: 'test',
          NEXT_RUNTIME: 'nodejs',
          ...database.env,
          PUSHER_APP_ID: app?.id,
          PUSHER_APP_KEY: app?.key,
          PUSHER_APP_SECRET: app?.secret,
          PUSHER_HOST: server.host,
          PUSHER_PORT: String(server.port),
          PUSHER_SCHEME: 'http',
        },
      },
    );
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    onTestFinished(async () => {
      this.#child.kill('SIGKILL');
      await this.ended();
    });
  }

  /** How it ended: its exit code or the signal that killed it. */
  async ended(): Promise<number | NodeJS.Signals | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'close');
    return this.#child.exitCode ?? this.#child.signalCode;
  }

  /** What it answers when it is done. */
  async answer(): Promise<unknown> {
    if ((await this.ended()) !== 0) throw new Error(`The worker ended badly:\n${this.output}`);
    return JSON.parse(this.output.trim().split('\n').at(-1) ?? '');
  }

  /** Waits until it runs. */
  async running(): Promise<void> {
    await vi.waitFor(
      () => {
        if (!this.output.includes('running')) throw new Error(`It does not run:\n${this.output}`);
      },
      { timeout: 90_000 },
    );
  }

  /** Ends it as a supervisor would, and gives its answer. */
  async stop(): Promise<unknown> {
    this.#child.kill('SIGTERM');
    return this.answer();
  }
}
