import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type DevServer, startDevServer } from '@channelkit/dev-server';
import { createAuthHandler, PusherService, toNodeHandler } from '@channelkit/server';
import { launchOptions } from '@channelkit/tooling/browser';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { rolldown } from 'rolldown';
import { vi } from 'vitest';

const app = { id: 'app', key: 'app-key', secret: 'app-secret' };

/** A real browser whose pages use the client, a server, and a back end that authorizes. */
export interface BrowserStage {
  readonly server: DevServer;
  readonly browser: Browser;
  readonly authorizations: () => number;
  /** Opens a tab of `context` and waits until its channel is live. */
  open(context: BrowserContext, options?: Record<string, string>): Promise<Page>;
  /** Sends event number `n`. */
  send(n: number): void;
  /** Waits until no tab is connected any more. */
  untilAlone(): Promise<unknown>;
  end(): Promise<void>;
}

/** The client as one script, from its sources. */
async function bundle(): Promise<string> {
  const build = await rolldown({
    input: fileURLToPath(new URL('./tabPage.ts', import.meta.url)),
    platform: 'browser',
    external: ['pusher-js'],
    resolve: { conditionNames: ['@channelkit/source', 'import', 'browser', 'default'] },
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  });
  const { output } = await build.generate({ codeSplitting: false });
  return output[0].code;
}

export async function openBrowserStage(): Promise<BrowserStage> {
  const [script, server, browser] = await Promise.all([
    bundle(),
    startDevServer({ apps: [{ ...app, subscriptionCount: false }] }),
    chromium.launch(launchOptions()),
  ]);
  const service = new PusherService({
    appId: app.id,
    key: app.key,
    secret: app.secret,
    host: server.host,
    port: server.port,
    tls: false,
  });
  let count = 0;
  const authorize = toNodeHandler(
    createAuthHandler(service, {
      authenticate: () => {
        count += 1;
        return { id: '1' };
      },
      authorize: { 'private-orders': () => true },
    }),
  );
  const web = createServer((request, response) => {
    if (request.url?.startsWith('/auth')) return void authorize(request, response);
    const isScript = request.url?.startsWith('/page.js');
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript ? script : '<!doctype html><title>tab</title><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  const { port } = web.address() as AddressInfo;
  return {
    server,
    browser,
    authorizations: () => count,
    async open(context, options = {}) {
      const page = await context.newPage();
      const query = new URLSearchParams({ key: app.key, port: String(server.port), ...options });
      await page.goto(`http://127.0.0.1:${port}/?${query}`);
      await page.waitForFunction(() => window.page?.isLive());
      return page;
    },
    send: (n) => server.trigger('private-orders', 'changed', { n }),
    untilAlone: () => vi.waitUntil(() => server.connections().length === 0, { timeout: 20_000 }),
    async end() {
      await browser.close();
      web.closeAllConnections();
      await new Promise((resolve) => web.close(resolve));
      await server.stop({ abrupt: true });
    },
  };
}
