// Serves the packed tarballs as an npm registry on this machine, so that `npm install @channelkit/…` works before anything is published.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { homedir } from 'node:os';
import path from 'node:path';

/** Starts it on a free port. `env` makes npm use it for the scope `@channelkit`, beside the user's own settings in a file of `folder`. */
export async function startRegistry(tarballs, folder) {
  const server = createServer((request, response) => {
    const wanted = decodeURIComponent(request.url ?? '').slice(1);
    const found = tarballs.find(({ name, tarball }) => wanted === name || wanted === path.basename(tarball));
    if (!found) response.writeHead(404).end('{}');
    else if (wanted === found.name) response.end(JSON.stringify(packument(found, url)));
    else response.end(readFileSync(found.tarball));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${server.address().port}`;
  const own = process.env.npm_config_userconfig ?? path.join(homedir(), '.npmrc');
  const userconfig = path.join(folder, 'npmrc');
  const lines = [existsSync(own) ? readFileSync(own, 'utf8') : '', `@channelkit:registry = ${url}/`];
  writeFileSync(userconfig, `${lines.join('\n')}\n`, { mode: 0o600 });
  const stop = () => new Promise((resolve) => server.close(resolve));
  return { env: { npm_config_userconfig: userconfig }, stop };
}

/** What a registry says about a package with one version. */
function packument({ name, tarball }, url) {
  const manifest = JSON.parse(
    execFileSync('tar', ['xzOf', tarball, 'package/package.json'], { encoding: 'utf8' }),
  );
  const dist = {
    tarball: `${url}/${path.basename(tarball)}`,
    integrity: `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`,
  };
  const { version } = manifest;
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } };
}
