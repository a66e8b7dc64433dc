import { startDevServer } from '@channelkit/dev-server';
import type { Driver } from './driver.ts';
import { realWorld } from './realWorld.ts';

const app = { id: 'conformance', key: 'conformance-key', secret: 'conformance-secret' };

/** `@channelkit/dev-server` with the real pusher-js and the real `pusher`. */
export const devServerDriver: Driver = {
  name: 'dev server',
  start: async () => {
    const server = await startDevServer({ apps: [app] });
    return realWorld(
      { host: server.host, port: server.port, app },
      { drop: (code) => void server.drop({ code }), stop: () => server.stop({ abrupt: true }) },
    );
  },
  exceptions: {},
};
