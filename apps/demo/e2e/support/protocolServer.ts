import { createHash, createHmac } from 'node:crypto';
import { type DevServer, startDevServer } from '@channelkit/dev-server';
import { holdPort } from '@channelkit/tooling/hold-port';

/** A protocol server that a test can stop, and start again on the same port. */
export class ProtocolServer {
  server: DevServer;
  #release: (() => Promise<void>) | null = null;

  private constructor(server: DevServer) {
    this.server = server;
  }

  static async start(): Promise<ProtocolServer> {
    return new ProtocolServer(await startDevServer());
  }

  get app() {
    const app = this.server.apps[0];
    if (!app) throw new Error('The protocol server has no app.');
    return app;
  }

  /** Kills it: sockets end without a close frame, and nobody is let in. */
  async kill(): Promise<void> {
    await this.server.stop({ abrupt: true });
    this.#release = await holdPort(this.server.port);
  }

  /** Starts it again where it was. */
  async comeBack(): Promise<void> {
    await this.#release?.();
    this.server = await startDevServer({ port: this.server.port });
  }

  /** Resolves when a channel has so many subscribers. */
  async subscribed(channel: string, count: number): Promise<void> {
    const holds = () =>
      this.server.subscriptions().filter((held) => held.channel === channel).length >= count;
    if (holds()) return;
    await new Promise<void>((resolve) => {
      const stop = this.server.observe(() => {
        if (!holds()) return;
        stop();
        resolve();
      });
    });
  }

  /** Sends an event as a person with curl would: the HTTP API, signed by hand. */
  async sendByHand(channelNames: readonly string[], name: string, data: object): Promise<number> {
    const body = JSON.stringify({ name, channels: channelNames, data: JSON.stringify(data) });
    const path = `/apps/${this.app.id}/events`;
    const query = [
      `auth_key=${this.app.key}`,
      `auth_timestamp=${Math.floor(Date.now() / 1000)}`,
      'auth_version=1.0',
      `body_md5=${createHash('md5').update(body).digest('hex')}`,
    ].join('&');
    const signature = createHmac('sha256', this.app.secret).update(`POST\n${path}\n${query}`).digest('hex');
    const response = await fetch(`${this.server.url}${path}?${query}&auth_signature=${signature}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
    });
    return response.status;
  }
}
