// Starts everything that the demo needs, in one process: the local protocol server, the database and the web server.
//   node start.ts [--dev]     PORT: where to look for a free port first (3000)     DEMO_HOST: the address to listen on
import { parseArgs } from 'node:util';
import { lockFolder } from '@channelkit/tooling/folder-lock';
import { stopBackgroundWork } from './server/backgroundWork.ts';
import { closeDatabase, getDatabase } from './server/database.ts';
import { probeFolder } from './server/storage.ts';
import { localAddress, localHost } from './start/address.ts';
import { box } from './start/box.ts';
import { ensureBuild } from './start/build.ts';
import { keptSecret } from './start/keptSecret.ts';
import { startProtocolServer } from './start/protocolServer.ts';
import { publishAddress } from './start/publishAddress.ts';
import { readEnvironment } from './start/readEnvironment.ts';
import { startFault } from './start/startFault.ts';
import { stopAtSignal } from './start/stopAtSignal.ts';
import { listenForWeb, serveWeb } from './start/webServer.ts';

const folder = import.meta.dirname;
const { values } = parseArgs({ options: { dev: { type: 'boolean', default: false } } });

const inUse = (pid: number, used: string) =>
  `Another demo (process ${pid}) uses the database in ${used}. Stop it, or give this one its own folder with DEMO_DATA_DIR.`;

async function start(): Promise<void> {
  const { env } = process;
  const { dataFolder, firstPort, host } = readEnvironment(env);
  await probeFolder(dataFolder);
  // Only one process at a time can use the embedded database.
  const unlock = env.DATABASE_URL ? () => {} : lockFolder(dataFolder, inUse);
  process.once('exit', unlock);
  env.SESSION_SECRET ??= keptSecret(dataFolder, 'session-secret');
  env.PRINT_STATION_TOKEN ??= keptSecret(dataFolder, 'station-token');
  if (!values.dev) ensureBuild(folder);

  const listener = await listenForWeb(host, firstPort);
  // The protocol server warns about production use; only the pages are built for production here.
  const webhook = `http://${localHost(host)}:${listener.port}/api/pusher/webhook`;
  const protocolServer = await startProtocolServer({ host, dataFolder, webhook });
  Object.assign(env, { NODE_ENV: values.dev ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' });
  // Opened before anything is announced: a database that does not open has to end the start.
  await getDatabase();
  const web = await serveWeb(listener, { folder, development: values.dev });

  stopAtSignal(async () => {
    await web.stop();
    await stopBackgroundWork();
    // In parallel, so that the database is closed properly even if the protocol server hangs.
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

process.chdir(folder);
start().catch((error: unknown) => {
  console.error(startFault(error, process.env.DEMO_DATA_DIR || `${folder}/.data`));
  process.exit(1);
});
