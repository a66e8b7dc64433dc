import { startDevServer } from '@channelkit/dev-server';
import type { Driver, World } from './driver.ts';
import { clientOptions, type Libraries, realWorld } from './realWorld.ts';

const app = { id: '1', key: 'conformance-key', secret: 'conformance-secret' };

/** Starts a server with a world of its own. `options` are those of a client that signs as a user. */
export async function startServer(
  settings: { strict?: boolean; libraries?: Partial<Libraries> } = {},
): Promise<{ world: World; options: (userId: string) => object }> {
  const { strict = false, libraries } = settings;
  const server = await startDevServer({ apps: [app], strict });
  const address = { host: server.host, port: server.port, app };
  const world = realWorld(
    address,
    { drop: (code) => void server.drop({ code }), stop: () => server.stop({ abrupt: true }) },
    libraries,
  );
  return { world, options: (id) => ({ key: app.key, ...clientOptions(address, { id }) }) };
}

/** `@channelkit/dev-server` with the real pusher-js and the real `pusher`, in the given versions. */
export function createDevServerDriver(
  name: string,
  {
    exceptions = {},
    ...settings
  }: { strict?: boolean; exceptions?: Driver['exceptions']; libraries?: Partial<Libraries> } = {},
): Driver {
  return { name, exceptions, start: async () => (await startServer(settings)).world };
}

/** The server with the installed versions of both libraries. */
export const devServerDriver: Driver = createDevServerDriver('dev server');

/** The same in the hosted service's dialect. */
export const strictDevServerDriver: Driver = createDevServerDriver('dev server --strict', {
  strict: true,
  exceptions: {
    'names the channel in a refusal': 'The hosted service answers with an error that names no channel.',
  },
});
