// The third-party server that ours is compared with: fetched on demand into a cache, started on free loopback ports.
// AGPL-3.0: a tool beside us, never a dependency. It wants Node 20 or older, so one is fetched with it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const version = '1.6.1';
const cache = fileURLToPath(new URL(`../node_modules/.cache/channelkit/soketi-${version}/`, import.meta.url));
const nodePackage = `node-${platform() === 'win32' ? 'win' : platform()}-${arch()}`;

/** Starts soketi with the given apps. @returns its port, its process id and a function that ends it */
export async function startSoketi(apps) {
  await install();
  const [port, metricsPort] = [await freePort(), await freePort()];
  const config = join(cache, `config-${port}.json`);
  writeFileSync(config, JSON.stringify(configure(apps, port, metricsPort)));
  const node = join(cache, 'node_modules', nodePackage, 'bin', 'node');
  const bin = join(cache, 'node_modules', '@soketi', 'soketi', 'bin', 'server.js');
  const child = spawn(node, [bin, 'start', `--config=${config}`], {
    cwd: cache,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (output = (output + chunk).slice(-4000)));
  const exited = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null) child.kill('SIGKILL');
    await exited;
    rmSync(config, { force: true });
  };
  for (let tries = 0; tries < 200; tries += 1) {
    if (child.exitCode !== null) break;
    if (
      await fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      )
    )
      return { port, pid: child.pid, stop };
    await sleep(50);
  }
  await stop();
  throw new Error(`soketi did not start on port ${port}:\n${output}`);
}

async function install() {
  if (existsSync(join(cache, 'node_modules', '@soketi'))) return;
  const staging = `${cache.replace(/\/$/, '')}-${process.pid}`;
  mkdirSync(staging, { recursive: true });
  const manifest = {
    private: true,
    dependencies: { '@soketi/soketi': version, [nodePackage]: '20' },
    overrides: { 'uWebSockets.js': 'npm:@trufflesuite/uws-js-unofficial@20.30.0-unofficial.0' },
  };
  writeFileSync(join(staging, 'package.json'), JSON.stringify(manifest));
  console.error(`fetching soketi ${version} (about 300 MB, once)`);
  const npm = spawn('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: staging,
    stdio: 'inherit',
    shell: platform() === 'win32',
  });
  const [code] = await once(npm, 'exit');
  if (code !== 0) throw new Error('soketi could not be fetched; is the npm registry reachable?');
  rmSync(cache, { recursive: true, force: true });
  renameSync(staging, cache);
}

function configure(apps, port, metricsPort) {
  return {
    host: '127.0.0.1',
    port,
    'metrics.enabled': false,
    'metrics.host': '127.0.0.1',
    'metrics.port': metricsPort,
    'cluster.address': '127.0.0.1',
    'cluster.hostname': '127.0.0.1',
    'cluster.unicast': '127.0.0.1',
    shutdownGracePeriod: 0,
    'appManager.array.apps': apps.map((app) => ({
      ...app,
      maxConnections: -1,
      enableClientMessages: true,
      enableUserAuthentication: true,
      enabled: true,
      maxBackendEventsPerSecond: -1,
      maxClientEventsPerSecond: -1,
      maxReadRequestsPerSecond: -1,
      webhooks: [],
    })),
  };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
