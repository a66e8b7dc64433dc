import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DevServer, startDevServer } from '@channelkit/dev-server';
import { createEventLog, createResumeHandler, type EventLog, PusherService } from '@channelkit/server';
import { createMemoryDatabase, type MemoryTransaction } from '@channelkit/server/testing';
import { holdPort } from '@channelkit/tooling/hold-port';
import { onTestFinished } from 'vitest';
import { channelsNamed, type JobChannels } from '../../src/channels.ts';
import { PrintQueue } from './printQueue.ts';

interface Held {
  readonly path: RegExp;
  readonly reached: () => void;
}

/** The demo's print-job API over HTTP, with a protocol server beside it; both can be stopped and started again. */
export class StandInDemo {
  readonly queue = new PrintQueue();
  readonly token: string = randomBytes(24).toString('base64url');
  /** Requests in order, as method and path. */
  readonly requests: string[] = [];
  /** Where stations are told of jobs. */
  channel: 'private-print-jobs' | 'print-jobs' = 'private-print-jobs';
  /** From which positions stations have asked for events, in order; null from those that had none. */
  readonly resumed: (string | null)[] = [];
  protocol: DevServer;
  readonly #database = createMemoryDatabase();
  readonly #log: EventLog<JobChannels, MemoryTransaction>;
  #server: Server | null = null;
  #port = 0;
  #held: Held[] = [];
  readonly #releases = new Map<number, () => Promise<void>>();

  private constructor(protocol: DevServer) {
    this.protocol = protocol;
    this.#log = createEventLog(() => this.#service, this.#database.port);
  }

  get #service(): PusherService<JobChannels> {
    const app = this.protocol.apps[0];
    const config = {
      appId: app?.id ?? '',
      key: app?.key ?? '',
      secret: app?.secret ?? '',
      host: this.protocol.host,
      port: this.protocol.port,
      tls: false,
    };
    return new PusherService(config, { channels: channelsNamed(this.channel) });
  }

  static async start(): Promise<StandInDemo> {
    const demo = new StandInDemo(await startDevServer());
    onTestFinished(async () => {
      await demo.stop();
      await demo.protocol.stop({ abrupt: true });
    });
    await demo.comeBack();
    return demo;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Writes a job and its event; sends the event, unless it is to be lost. */
  async order(told = true): Promise<number> {
    const { id } = this.queue.add();
    const event = { channel: 'private-print-jobs', event: 'print-job.created', data: { jobId: id } } as const;
    await this.#database.transaction((transaction) => this.#log.append(transaction, event));
    if (told) await this.#log.flush();
    return id;
  }

  /** Leaves the next request for a path without an answer; resolves when it has come and has been carried out. */
  hold(path: RegExp): Promise<void> {
    return new Promise((resolve) => this.#held.push({ path, reached: resolve }));
  }

  /** Cuts the protocol server off, as if it were killed. */
  async stopProtocol(): Promise<void> {
    await this.protocol.stop({ abrupt: true });
    await this.#keep(this.protocol.port);
  }

  /** Starts a stopped protocol server again where it was. */
  async startProtocol(): Promise<void> {
    await this.#release(this.protocol.port);
    this.protocol = await startDevServer({ port: this.protocol.port });
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
    await this.#keep(this.#port);
  }

  async comeBack(): Promise<void> {
    const server = createServer((request, response) => {
      void this.#answer(request).then(({ status, body }) => {
        const held = this.#held.find(({ path }) => path.test(request.url ?? ''));
        this.#held = this.#held.filter((each) => each !== held);
        if (held) return held.reached();
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
      });
    });
    await this.#release(this.#port);
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async #keep(port: number): Promise<void> {
    this.#releases.set(port, await holdPort(port));
  }

  async #release(port: number): Promise<void> {
    await this.#releases.get(port)?.();
    this.#releases.delete(port);
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const path = request.url ?? '';
    this.requests.push(`${request.method} ${path}`);
    const text = (await request.toArray()).join('');
    if (request.headers.authorization !== `Bearer ${this.token}`)
      return { status: 401, body: { detail: 'The token is not the one of this demo.' } };
    if (path === '/api/print-jobs/connection') return { status: 200, body: this.#connection() };
    if (path === '/api/print-jobs') return { status: 200, body: this.queue.due() };
    if (path === '/api/pusher/resume') return this.#resume(text);
    if (path === '/api/pusher/auth') return this.#authorize(new URLSearchParams(text));
    const [, id, verb] = /^\/api\/print-jobs\/(\d+)\/(claim|complete|fail)$/.exec(path) ?? [];
    if (!id || !verb) return { status: 404, body: { detail: 'Nothing here.' } };
    const job = this.queue.change(Number(id), verb, JSON.parse(text));
    return job ? { status: 200, body: job } : { status: 409, body: { detail: 'Another has it.' } };
  }

  #connection(): object {
    const realtime = this.#service.getClientConfig();
    return {
      realtime,
      channel: this.channel,
      authEndpoint: '/api/pusher/auth',
      resumeEndpoint: '/api/pusher/resume',
    };
  }

  async #resume(body: string): Promise<{ status: number; body: unknown }> {
    const { channels } = JSON.parse(body) as { channels: Record<string, string | null> };
    this.resumed.push(channels[this.channel] ?? null);
    const answer = createResumeHandler(this.#service, this.#log, {
      authenticate: () => ({ isStation: true }),
      authorize: { 'private-print-jobs': ({ user }) => user.isStation },
    });
    const headers = { 'Content-Type': 'application/json' };
    const response = await answer(new Request(this.url, { method: 'POST', headers, body }));
    return { status: response.status, body: await response.json() };
  }

  async #authorize(form: URLSearchParams): Promise<{ status: number; body: unknown }> {
    const { ok, ...answer } = await this.#service.authenticateChannel(
      form.get('channel_name') ?? '',
      form.get('socket_id') ?? '',
    );
    return { status: ok ? 200 : 400, body: answer };
  }
}
