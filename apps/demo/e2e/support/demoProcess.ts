import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProtocolServer } from './protocolServer.ts';

const folder = path.join(import.meta.dirname, '../..');

interface DemoOptions {
  /** The data folder that a killed demo left; absent, one of its own. */
  readonly data?: string;
  /** What its environment says besides. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The demo as a person starts it, with a database and a port of its own. */
export class DemoProcess {
  readonly url: string;
  /** Its data folder. */
  readonly data: string;
  readonly #child: ChildProcess;

  private constructor(url: string, child: ChildProcess, data: string) {
    this.url = url;
    this.data = data;
    this.#child = child;
  }

  /** Starts one on a free port. Without a protocol server the demo starts its own. */
  static async start(protocol?: ProtocolServer, options: DemoOptions = {}): Promise<DemoProcess> {
    const data = options.data ?? (await mkdtemp(path.join(tmpdir(), 'channelkit-demo-')));
    const { NODE_OPTIONS: _, DATABASE_URL: __, ...inherited } = process.env;
    const child = spawn(process.execPath, ['start.ts'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...inherited,
        PORT: '0',
        DEMO_DATA_DIR: data,
        ...(protocol && {
          PUSHER_APP_ID: protocol.app.id,
          PUSHER_APP_KEY: protocol.app.key,
          PUSHER_APP_SECRET: protocol.app.secret,
          PUSHER_HOST: protocol.server.host,
          PUSHER_PORT: String(protocol.server.port),
          PUSHER_SCHEME: 'http',
        }),
        ...options.env,
      },
    });
    return new DemoProcess(await address(child), child, data);
  }

  /** Ends it with Ctrl-C, told once or more often, and gives its exit code. */
  async stop(times = 1): Promise<number | null> {
    const exited = once(this.#child, 'exit');
    for (let told = 0; told < times; told++) this.#child.kill('SIGINT');
    const [code] = await exited;
    await rm(this.data, { recursive: true, force: true });
    return code;
  }

  /** Sends the signal that `settableClock.ts` (pass two days) or `fullDisk.ts` (fill the disk, or free it) waits for. */
  signal(): void {
    this.#child.kill('SIGUSR2');
  }

  /** Kills it as a power cut would; its data folder stays. */
  async kill(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }

  /** The token that lets a print station in. */
  stationToken(): Promise<string> {
    return readFile(path.join(this.data, 'station-token'), 'utf8');
  }
}

function address(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const found = /ChannelKit demo\s+(http:\S+)/.exec(output)?.[1];
      if (found && output.includes('Ctrl-C')) resolve(found);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`The demo ended with ${code}:\n${output}`)));
  });
}
