import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CliRun, startCli, temporaryFolder } from './support/cli.ts';
import { openRaw } from './support/rawSocket.ts';
import { startTestServer } from './support/testServer.ts';

async function started(
  ...args: Parameters<typeof startCli>
): Promise<CliRun & { variables: Env; port: number }> {
  const run = startCli(...args);
  await expect.poll(() => run.out.join('\n')).toContain('Ctrl-C');
  const port = Number(/listening on http:\/\/[^:]+:(\d+)/.exec(run.out[0] ?? '')?.[1]);
  return { ...run, variables: variablesIn(run.out.join('\n')), port };
}

type Env = Record<string, string>;

function variablesIn(text: string): Env {
  return Object.fromEntries(
    [...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
}

describe('channelkit dev', () => {
  it('serves until it is interrupted', async () => {
    const run = await started(['dev', '--port', '0']);
    const url = `http://127.0.0.1:${run.port}`;
    expect((await fetch(`${url}/apps/nobody/channels`)).status).toBe(404);
    run.interrupt();
    expect(await run.done).toBe(0);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it('moves to the next port when its own is taken, and warns on standard error', async () => {
    const taken = await startTestServer();
    const run = await started(['dev', '--port', String(taken.port)]);
    expect(run.port).toBeGreaterThan(taken.port);
    expect(run.err[0]).toBe(
      `PORT ${taken.port} IS TAKEN by another program, so this server listens on ${run.port}.`,
    );
    expect(run.variables.PUSHER_PORT).toBe(String(run.port));
  });

  it('keeps a free port without a warning', async () => {
    const free = await startTestServer();
    await free.stop();
    const run = await started(['dev', '--port', String(free.port)]);
    expect([run.port, run.err]).toEqual([free.port, []]);
  });

  it('prints one variable a line, with which the other commands reach it', async () => {
    const run = await started(['dev', '--port', '0']);
    expect(run.variables).toEqual({
      PUSHER_APP_ID: '1',
      PUSHER_APP_KEY: 'app-key',
      PUSHER_APP_SECRET: 'app-secret',
      PUSHER_HOST: '127.0.0.1',
      PUSHER_PORT: String(run.port),
      PUSHER_SCHEME: 'http',
    });
    expect(await startCli(['trigger', 'orders', 'order.created', '{}'], run.variables).done).toBe(0);
  });

  it.each([
    ['next', 'NEXT_PUBLIC_'],
    ['vite', 'VITE_'],
  ])('prints the variables for pages of a project with %s', async (name, prefix) => {
    const cwd = temporaryFolder({ 'package.json': `{"devDependencies":{"${name}":"1"}}` });
    const { variables, port } = await started(['dev', '--port', '0'], {}, cwd);
    expect(variables).toMatchObject({
      [`${prefix}PUSHER_APP_KEY`]: 'app-key',
      [`${prefix}PUSHER_WS_HOST`]: '127.0.0.1',
      [`${prefix}PUSHER_WS_PORT`]: String(port),
      [`${prefix}PUSHER_FORCE_TLS`]: 'false',
    });
  });

  it('uses the app in the .env files, and never prints its secret', async () => {
    const cwd = temporaryFolder({
      '.env.local': 'PUSHER_APP_ID=7\nPUSHER_KEY=from-alias\nPUSHER_SECRET=hush-hush\n',
    });
    const run = await started(['dev', '--port', '0'], {}, cwd);
    expect(run.variables).toMatchObject({ PUSHER_APP_ID: '7', PUSHER_APP_KEY: 'from-alias' });
    expect(run.out).toContain('# PUSHER_APP_SECRET is PUSHER_SECRET in .env.local');
    expect([...run.out, ...run.err].join()).not.toContain('hush-hush');
  });

  it('writes the variables with --env, and keeps the rest of the file', async () => {
    const cwd = temporaryFolder({
      '.env.local': '# mine\nDATABASE_URL=x\nPUSHER_PORT=1\nPUSHER_APP_SECRET=hush\n',
    });
    const { port } = await started(['dev', '--port', '0', '--env', '.env.local'], {}, cwd);
    const text = readFileSync(join(cwd, '.env.local'), 'utf8');
    expect(text.split('\n').slice(0, 4)).toEqual([
      '# mine',
      'DATABASE_URL=x',
      `PUSHER_PORT=${port}`,
      'PUSHER_APP_SECRET=hush',
    ]);
    expect(variablesIn(text)).toMatchObject({ PUSHER_APP_ID: '1', PUSHER_HOST: '127.0.0.1' });
  });

  it('creates the file of --env for its owner alone', async () => {
    const cwd = temporaryFolder();
    await started(['dev', '--port', '0', '--env', 'new.env'], {}, cwd);
    expect(statSync(join(cwd, 'new.env')).mode & 0o777).toBe(0o600);
    expect(variablesIn(readFileSync(join(cwd, 'new.env'), 'utf8')).PUSHER_APP_SECRET).toBe('app-secret');
  });

  it('warns when the app is set to a cluster at Pusher', async () => {
    const cwd = temporaryFolder({ '.env': 'PUSHER_APP_CLUSTER=eu\n' });
    const run = await started(['dev', '--port', '0'], {}, cwd);
    expect(run.err.join()).toContain('PUSHER_APP_CLUSTER in .env points the app at Pusher itself');
  });

  it('has a secret of its own beyond loopback, and an address that can be connected to', async () => {
    const run = await started(['dev', '--port', '0', '--host', '0.0.0.0']);
    expect(run.variables.PUSHER_APP_SECRET).toMatch(/^[\w-]{32}$/);
    expect(run.variables.PUSHER_HOST).toBe('127.0.0.1');
  });

  it('reports a refused web page once, with the remedy', async () => {
    const run = await started(['dev', '--port', '0']);
    const headers = { origin: 'https://evil.example' };
    const server = { host: '127.0.0.1', port: run.port, apps: [{ key: 'app-key' }] };
    for (let n = 0; n < 2; n += 1) expect(await openRaw(server, undefined, { headers }).closed).toBe(4009);
    expect(run.err).toEqual([
      'refused https://evil.example: Origin not allowed: list it under cors (channelkit dev --cors <origin>)',
    ]);
  });

  it('says that it is not for production and names servers that are', async () => {
    const run = await started(['dev', '--port', '0']);
    expect(run.out.join('\n')).toContain('Pusher Channels, Soketi, Reverb or Sockudo');
  });
});
