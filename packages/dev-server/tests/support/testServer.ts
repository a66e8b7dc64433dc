import { onTestFinished } from 'vitest';
import { type DevServer, type DevServerOptions, startDevServer } from '../../src/index.ts';

export const app = { id: 'test-app', key: 'test-key', secret: 'test-secret' };

/** Starts a server that stops when the test ends. */
export async function startTestServer(options: DevServerOptions = {}): Promise<DevServer> {
  const server = await startDevServer({ apps: [app], ...options });
  onTestFinished(() => server.stop({ abrupt: true }));
  return server;
}
