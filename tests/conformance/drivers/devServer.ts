import { startDevServer } from '@channelkit/dev-server';
import type { Driver } from './driver.ts';
import { realWorld } from './realWorld.ts';

const app = { id: 'conformance', key: 'conformance-key', secret: 'conformance-secret' };

function createDriver(name: string, strict: boolean, exceptions: Driver['exceptions']): Driver {
  return {
    name,
    start: async () => {
      const server = await startDevServer({ apps: [app], strict });
      return realWorld(
        { host: server.host, port: server.port, app },
        { drop: (code) => void server.drop({ code }), stop: () => server.stop({ abrupt: true }) },
      );
    },
    exceptions,
  };
}

/** `@channelkit/dev-server` with the real pusher-js and the real `pusher`. */
export const devServerDriver: Driver = createDriver('dev server', false, {});

/** The same in the hosted service's dialect. */
export const strictDevServerDriver: Driver = createDriver('dev server --strict', true, {
  'names the channel in a refusal': 'The hosted service answers with an error that names no channel.',
});
