// A PostgreSQL of its own for tests: a new cluster in a temporary folder, reached by a socket in that folder alone, so that it
// has no port to fight for and meets no other server. Debian's is installed where there is none.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const patience = 60_000;
const isRoot = process.getuid?.() === 0;

/** The folder with `postgres` and `initdb`; undefined where there is none and none can be installed, which is said. */
export function findPostgres() {
  const found = installed();
  if (found) return found;
  if (!isRoot || !existsSync('/usr/bin/apt-get')) {
    console.error('There is no PostgreSQL server here, and without root and apt-get none can be installed.');
    return undefined;
  }
  try {
    installFromDebian();
  } catch (error) {
    console.error(`There is no PostgreSQL server here, and installing it failed: ${error.message}`);
  }
  return installed();
}

/** Starts a cluster. @returns its address and the function that ends it and removes its files */
export async function startPostgres(bin) {
  // PostgreSQL refuses to run as root; the folder of temporary files may be root's own.
  const owner = isRoot ? unprivileged() : {};
  const folder = mkdtempSync(join(isRoot ? '/tmp' : tmpdir(), 'channelkit-postgres-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    if (isRoot) chownSync(folder, owner.uid, owner.gid);
    const as = { ...owner, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } };
    const data = join(folder, 'data');
    const flags = ['--auth=trust', '--username=postgres', '--encoding=UTF8', '--no-locale', '--no-sync'];
    execFileSync(join(bin, 'initdb'), [...flags, `--pgdata=${data}`], {
      ...as,
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: patience,
    });
    const settings = {
      listen_addresses: '',
      unix_socket_directories: folder,
      fsync: 'off',
      max_connections: '60',
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const server = spawn(join(bin, 'postgres'), ['-D', data, ...options], {
      ...as,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stop = async () => {
      // SIGINT ends it at once and cleanly; it does not wait for clients.
      if (server.exitCode === null && server.signalCode === null) {
        const exited = once(server, 'exit');
        server.kill('SIGINT');
        if (!(await Promise.race([exited, wait(patience, false, { ref: false })]))) server.kill('SIGKILL');
        await exited;
      }
      remove();
    };
    await ready(server).catch(async (error) => {
      await stop();
      throw error;
    });
    return { url: `postgresql:///postgres?host=${folder}&user=postgres`, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

async function ready(server) {
  let output = '';
  const said = new Promise((resolve) => {
    for (const stream of [server.stdout, server.stderr])
      stream.on('data', (chunk) => {
        output = (output + chunk).slice(-4000);
        if (output.includes('ready to accept connections')) resolve(true);
      });
  });
  const failed = once(server, 'exit').then(() => false);
  if (!(await Promise.race([said, failed, wait(patience, false, { ref: false })])))
    throw new Error(`PostgreSQL did not start:\n${output}`);
}

function installed() {
  const folders = [
    ...(process.env.PATH ?? '').split(':'),
    ...globSync('/usr/lib/postgresql/*/bin').sort(
      (a, b) => Number(b.split('/')[4]) - Number(a.split('/')[4]),
    ),
    ...globSync('/usr/pgsql-*/bin'),
    ...globSync('/opt/homebrew/opt/postgresql*/bin'),
    ...globSync('/usr/local/opt/postgresql*/bin'),
  ];
  return folders.find(
    (folder) => folder && existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb')),
  );
}

/** The tools come first and are told to make no cluster, so that no server is left running on this machine. */
function installFromDebian() {
  console.log("No PostgreSQL found: installing Debian's");
  const run = (command) =>
    execFileSync('sh', ['-c', command], {
      stdio: 'inherit',
      timeout: 5 * patience,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  const install = (name) => run(`apt-get install -y --no-install-recommends ${name}`);
  const folder = '/etc/postgresql-common/createcluster.d';
  const setting = join(folder, 'channelkit.conf');
  run('apt-get update -qq');
  install('postgresql-common');
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(setting, 'create_main_cluster = false\n');
    install('postgresql');
  } finally {
    rmSync(setting, { force: true });
  }
}

function unprivileged() {
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = ['-u', '-g'].map((flag) =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] })),
      );
      return { uid, gid };
    } catch {
      // the next one
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody".');
}
