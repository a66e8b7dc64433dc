// Starts everything that the demo needs, in one process: the local protocol server, the database and the web server.
//   node start.ts [--dev]     PORT: where to look for a free port first (3000)     DEMO_HOST: the address to listen on
import path from 'node:path';
import { parseArgs } from 'node:util';
import { lockFolder } from '@channelkit/tooling/folder-lock';
import { stopBackgroundWork } from './server/backgroundWork.ts';
import { closeDatabase } from './server/database.ts';
import { localAddress, localHost } from './start/address.ts';
import { box } from './start/box.ts';
import { ensureBuild } from './start/build.ts';
import { keptSecret } from './start/keptSecret.ts';
import { startProtocolServer } from './start/protocolServer.ts';
import { publishAddress } from './start/publishAddress.ts';
import { stopAtSignal } from './start/stopAtSignal.ts';
import { listenForWeb, serveWeb } from './start/webServer.ts';

const folder = import.meta.dirname;
const { values } = parseArgs({ options: { dev: { type: 'boolean', default: false } } });

const inUse = (pid: number, used: string) =>
  `Another demo (process ${pid}) uses the database in ${used}. Stop it, or give this one its own folder with DEMO_DATA_DIR.`;

async function start(): Promise<void> {
  process.chdir(folder);
  const { env } = process;
  const dataFolder = path.resolve(env.DEMO_DATA_DIR ?? '.data');
  // The embedded database bears one process at a time.
  const unlock = env.DATABASE_URL ? () => {} : lockFolder(dataFolder, inUse);
  process.once('exit', unlock);
  env.SESSION_SECRET ??= keptSecret(dataFolder, 'session-secret');
  env.PRINT_STATION_TOKEN ??= keptSecret(dataFolder, 'station-token');
  if (!values.dev) ensureBuild(folder);

  const host = env.DEMO_HOST ?? '127.0.0.1';
  const listener = await listenForWeb(host, Number(env.PORT ?? 3000));
  // The protocol server warns where it is used in production; here only the pages are built for it.
  const webhook = `http://${localHost(host)}:${listener.port}/api/pusher/webhook`;
  const protocolServer = await startProtocolServer({ host, dataFolder, webhook });
  Object.assign(env, { NODE_ENV: values.dev ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' });
  const web = await serveWeb(listener, { folder, development: values.dev });

  stopAtSignal(async () => {
    await web.stop();
    await stopBackgroundWork();
    // Neither waits for the other: the database is closed in good order even where the protocol server hangs.
    await Promise.all([protocolServer?.stop(), closeDatabase()]);
  });

  const address = localAddress(host, listener.port);
  process.once('exit', publishAddress(dataFolder, address));
  console.log(
    box([
      `ChannelKit demo    ${address}`,
      `Protocol server    ${protocolServer?.url ?? 'the one that the environment names'}`,
      `Database           ${env.DATABASE_URL ? 'PostgreSQL (DATABASE_URL)' : 'embedded PostgreSQL'}`,
      '',
      'Ctrl-C ends everything.',
    ]),
  );
}

start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
