import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folder = path.join(import.meta.dirname, '../../apps/demo');

/** The built demo as `npm start` runs it, on a port and a database of its own. */
export class DemoServer {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #data: string;

  private constructor(url: string, child: ChildProcess, data: string) {
    this.url = url;
    this.#child = child;
    this.#data = data;
  }

  /** Starts a demo; `nodeOptions` reach its process, for a profile say. */
  static async start(nodeOptions: readonly string[] = []): Promise<DemoServer> {
    const data = await mkdtemp(path.join(tmpdir(), 'channelkit-bench-'));
    const child = spawn(process.execPath, [...nodeOptions, 'start.ts'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, PORT: '0', DEMO_DATA_DIR: data },
    });
    const url = await new Promise<string>((resolve, reject) => {
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const found = /ChannelKit demo\s+(http:\S+)/.exec(output)?.[1];
        if (found) resolve(found);
      });
      child.once('exit', (code) => reject(new Error(`The demo ended with ${code}. Is it built?`)));
    });
    return new DemoServer(url, child, data);
  }

  /** CPU time that the process has used, in milliseconds. */
  cpuTime(): number {
    const pid = String(this.#child.pid);
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) * 10;
    }
    const [seconds = 0, minutes = 0, hours = 0] = execFileSync('ps', ['-o', 'time=', '-p', pid], {
      encoding: 'utf8',
    })
      .trim()
      .split(':')
      .reverse()
      .map(Number);
    return ((hours * 60 + minutes) * 60 + seconds) * 1000;
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGINT');
    await exited;
    await rm(this.#data, { recursive: true, force: true });
  }
}
