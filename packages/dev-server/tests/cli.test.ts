import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { resolveTarget } from '../src/cli/settings.ts';
import { cli, envOf, startCli, temporaryFolder } from './support/cli.ts';
import { connected, createClient, nextEvent } from './support/clients.ts';
import { startTestServer } from './support/testServer.ts';

describe('channelkit trigger', () => {
  it('sends an event', async () => {
    const server = await startTestServer();
    const channel = createClient(server).subscribe('orders');
    await nextEvent(channel, 'pusher:subscription_succeeded');
    const received = nextEvent(channel, 'order.created');
    const run = await cli(server, 'trigger', 'orders', 'order.created', '{"id": 1}');
    expect(run).toEqual({
      code: 0,
      out: 'sent order.created to orders',
      err: `using ${server.url}, app test-app (environment)`,
    });
    expect(await received).toEqual({ id: 1 });
  });

  it('prints with --curl a request that works when it is pasted', async () => {
    const server = await startTestServer();
    const channel = createClient(server).subscribe('orders');
    await nextEvent(channel, 'pusher:subscription_succeeded');
    const received = nextEvent(channel, 'greeting');
    const run = await cli(server, 'trigger', 'orders', 'greeting', `{"text":"it's"}`, '--curl');
    const { stdout } = await promisify(execFile)('sh', ['-c', run.out]);
    expect(stdout).toBe('{}');
    expect(await received).toEqual({ text: "it's" });
  });

  it('ends with 2 for a payload that is not JSON', async () => {
    const run = await cli(await startTestServer(), 'trigger', 'orders', 'x', '{id:1}');
    expect(run.code).toBe(2);
    expect(run.err).toContain('The payload is not valid JSON');
  });

  it('ends with 1 and the reason when the server refuses', async () => {
    const run = await cli(await startTestServer(), 'trigger', 'or ders', 'x', '1', '--secret', 'wrong');
    expect(run.code).toBe(1);
    expect(run.err).toContain('answered 401: auth_signature is not valid');
  });

  it('ends with 1 and a remedy when there is no server', async () => {
    const server = await startTestServer();
    await server.stop();
    const run = await cli(server, 'trigger', 'orders', 'x', '1');
    expect(run.code).toBe(1);
    expect(run.err).toContain('ECONNREFUSED. Is the server running?');
  });
});

describe('channelkit listen', () => {
  it.each(['orders', 'private-orders', 'presence-room'])(
    'prints the events of %s as JSON lines',
    async (channel) => {
      const server = await startTestServer();
      const run = startCli(['listen', channel, '--json', '--count', '1'], envOf(server));
      await expect.poll(() => run.err.join()).toContain(`listening on ${channel}`);
      server.trigger(channel, 'order.created', { id: 1 });
      expect(await run.done).toBe(0);
      expect(JSON.parse(run.out[0] ?? '')).toMatchObject({
        event: 'order.created',
        channel,
        data: { id: 1 },
      });
    },
  );

  it('shows the position of an event of a durable channel apart from its payload', async () => {
    const server = await startTestServer();
    const data = { id: 1, $continuity: { position: 'k3f9:18', id: 'a', at: 0 } };
    for (const [flags, printed] of [
      [['--json'], /"position":"k3f9:18","data":\{"id":1\}/],
      [[], /k3f9:18 order\.created \{"id":1\}$/],
    ] as const) {
      const run = startCli(['listen', 'orders', '--count', '1', ...flags], envOf(server));
      await expect.poll(() => run.err.join()).toContain('listening on orders');
      server.trigger('orders', 'order.created', data);
      expect(await run.done).toBe(0);
      expect(run.out[0]).toMatch(printed);
    }
  });

  it('ends with 1 when the subscription is refused', async () => {
    const server = await startTestServer();
    const run = await cli(server, 'listen', 'private-orders', '--secret', 'wrong');
    expect(run.code).toBe(1);
    expect(run.err).toContain('Invalid signature');
  });

  it('continues after a restart of the server', async () => {
    const server = await startTestServer();
    const run = startCli(['listen', 'orders', '--json', '--count', '1'], envOf(server));
    await expect.poll(() => server.channels()).toHaveLength(1);
    await server.restart();
    await expect.poll(() => run.err.filter((line) => line.includes('listening'))).toHaveLength(2);
    server.trigger('orders', 'order.created', { id: 1 });
    expect(await run.done).toBe(0);
  });

  it('ends with 1 and a remedy when there is no server', async () => {
    const server = await startTestServer();
    await server.stop();
    const run = await cli(server, 'listen', 'orders');
    expect(run.code).toBe(1);
    expect(run.err).toContain('Is the server running?');
  });

  it('ends with 1 when the app does not exist', async () => {
    const run = await cli(await startTestServer(), 'listen', 'orders', '--key', 'unknown');
    expect(run).toMatchObject({ code: 1 });
    expect(run.err).toContain('Application key unknown does not exist');
  });
});

describe('channelkit channels', () => {
  it('lists the occupied channels and describes one', async () => {
    const server = await startTestServer();
    await nextEvent(
      createClient(server, { user: { id: 'ada' } }).subscribe('presence-room'),
      'pusher:subscription_succeeded',
    );
    expect((await cli(server, 'channels')).out).toBe('presence-room');
    const one = await cli(server, 'channels', 'presence-room', '--json');
    expect(JSON.parse(one.out)).toEqual({ occupied: true, user_count: 1, users: [{ id: 'ada' }] });
  });
});

describe('channelkit fault', () => {
  it('begins and ends faults of a running server', async () => {
    const server = await startTestServer();
    const client = createClient(server);
    await connected(client);
    const before = client.connection.socket_id;
    expect((await cli(server, 'fault', 'drop', '--code', '4200')).out).toBe('drop {"connections":1}');
    await expect
      .poll(() => client.connection.socket_id !== before && client.connection.state)
      .toBe('connected');
    await cli(server, 'fault', 'reject-auth', '--channel', 'private-*', '--times', '2');
    await cli(server, 'fault', 'lose', '--channel', 'orders', '--event', '*');
    expect(server.faults()).toMatchObject([
      { kind: 'rejectAuth', channel: 'private-*', times: 2, app: 'test-app' },
      { kind: 'lose', channel: 'orders', event: '*', app: 'test-app' },
    ]);
    expect((await cli(server, 'fault', 'clear')).out).toBe('{"ended":2}');
  });

  it('restarts a server on the same port', async () => {
    const server = await startTestServer();
    const client = createClient(server);
    await connected(client);
    const before = client.connection.socket_id;
    expect((await cli(server, 'fault', 'restart')).code).toBe(0);
    await expect
      .poll(() => client.connection.socket_id !== before && client.connection.state)
      .toBe('connected');
    expect((await cli(server, 'channels')).code).toBe(0);
  });

  it.each([
    ['without what it needs', ['fault', 'delay'], "required option '--ms <n>' not specified"],
    ['with something that is not a number', ['fault', 'delay', '--ms', 'soon'], '"soon" is not a number'],
  ])('ends with 2 %s', async (_, args, message) => {
    const run = await cli(await startTestServer(), ...args);
    expect(run.code).toBe(2);
    expect(run.err).toContain(message);
  });

  it('ends with 1 for a code that no server may close with', async () => {
    const run = await cli(await startTestServer(), 'fault', 'drop', '--code', '1006');
    expect(run.code).toBe(1);
    expect(run.err).toContain('destroy() gives clients 1006');
  });

  it('needs the secret of the app', async () => {
    const run = await cli(await startTestServer(), 'fault', 'destroy', '--secret', 'wrong');
    expect(run).toMatchObject({ code: 1 });
  });
});

describe('settings', () => {
  const app = { PUSHER_APP_ID: '1', PUSHER_APP_KEY: 'k', PUSHER_APP_SECRET: 's' };

  it('choose Pusher itself for a cluster', () => {
    expect(resolveTarget({}, { ...app, PUSHER_APP_CLUSTER: 'eu' })).toMatchObject({
      apiUrl: 'https://api-eu.pusher.com',
      socketUrl: 'wss://ws-eu.pusher.com',
    });
  });

  it('prefer a host to a cluster', () => {
    const env = {
      ...app,
      PUSHER_APP_CLUSTER: 'eu',
      PUSHER_HOST: 'soketi.test',
      PUSHER_PORT: '443',
      PUSHER_SCHEME: 'https',
    };
    expect(resolveTarget({}, env)).toMatchObject({
      apiUrl: 'https://soketi.test:443',
      socketUrl: 'wss://soketi.test:443',
    });
  });

  it('are read from the .env files of the folder, as Next and Vite read them', async () => {
    const server = await startTestServer();
    const cwd = temporaryFolder({
      '.env': `PUSHER_APP_ID=wrong\nPUSHER_APP_KEY="${server.apps[0]?.key}"\n`,
      '.env.local': `# local\nexport PUSHER_APP_ID=test-app # the app\nPUSHER_APP_SECRET='${server.apps[0]?.secret}'\n`,
      '.env.development.local': `PUSHER_HOST=127.0.0.1\r\nPUSHER_PORT=1\r\n`,
    });
    const run = startCli(['trigger', 'orders', 'e', '1'], { PUSHER_PORT: String(server.port) }, cwd);
    expect(await run.done).toBe(0);
    expect(run.err).toEqual([
      `using ${server.url}, app test-app (.env.development.local, environment, .env.local, .env)`,
    ]);
  });

  it('may have the names that Laravel Reverb uses', () => {
    const env = {
      REVERB_APP_ID: '1',
      VITE_REVERB_APP_KEY: 'k',
      REVERB_APP_SECRET: 's',
      REVERB_HOST: 'reverb.test',
      REVERB_PORT: '8080',
      REVERB_SCHEME: 'https',
    };
    expect(resolveTarget({}, env)).toMatchObject({ id: '1', key: 'k', apiUrl: 'https://reverb.test:8080' });
  });

  it('are all required for a cluster', () => {
    expect(() => resolveTarget({ cluster: 'eu' }, {})).toThrow('needs PUSHER_APP_ID');
  });
});

it('ends with 2 and shows the usage for an unknown command', async () => {
  const run = startCli(['serve']);
  expect(await run.done).toBe(2);
  expect(run.err.join()).toContain("unknown command 'serve'");
});

it('ends with 0 for --help', async () => {
  const run = startCli(['--help']);
  expect(await run.done).toBe(0);
  expect(run.out.join()).toContain('Exit codes: 0 done, 1 failed, 2 wrong usage.');
});
