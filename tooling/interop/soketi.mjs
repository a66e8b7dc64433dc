// soketi, the third-party server that ours is compared with, started on free loopback ports. It is AGPL-3.0: a tool
// beside us, never a dependency. It requires Node 20 or older, so that Node is fetched with it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cachedPackages } from './cachedPackages.mjs';

const version = '1.6.1';
const nodePackage = `node-${platform() === 'win32' ? 'win' : platform()}-${arch()}`;

/** Starts soketi with the given apps. @returns its port, its process id and a function that stops it */
export async function startSoketi(apps) {
  const cache = await install();
  const [port, metricsPort] = [await freePort(), await freePort()];
  const config = join(cache, `config-${port}.json`);
  writeFileSync(config, JSON.stringify(configure(apps, port, metricsPort)));
  const node = await soketiNode();
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
  for (let tries = 0; tries < 1200; tries += 1) {
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

/** The Node that is fetched with soketi. */
export async function soketiNode() {
  return join(await install(), 'node_modules', nodePackage, 'bin', 'node');
}

function install() {
  return cachedPackages(`soketi-${version}`, {
    dependencies: { '@soketi/soketi': version, [nodePackage]: '20' },
    overrides: { 'uWebSockets.js': 'npm:@trufflesuite/uws-js-unofficial@20.30.0-unofficial.0' },
  });
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
