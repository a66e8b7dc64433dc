import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { resolveTarget } from '../src/cli/settings.ts';
import { cli, envOf, startCli } from './support/cli.ts';
import { connected, createClient, nextEvent } from './support/clients.ts';
import { startTestServer } from './support/testServer.ts';

describe('channelkit dev', () => {
  it('steps over a taken port and prints where it is', async () => {
    const taken = await startTestServer();
    const run = startCli(['dev', '--port', String(taken.port)]);
    await expect.poll(() => run.out.length).toBeGreaterThan(0);
    const text = run.out.join('\n');
    expect(text).toContain(`(port ${taken.port} is taken)`);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0] ?? '';
    expect(url).not.toBe(taken.url);
    expect((await fetch(`${url}/apps/nobody/channels`)).status).toBe(404);
    run.interrupt();
    expect(await run.done).toBe(0);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it('says that it is not for production and names the engines that are', async () => {
    const run = startCli(['dev', '--port', '0']);
    await expect.poll(() => run.out.join('\n')).toContain('Pusher Channels, Soketi, Reverb or Sockudo');
  });

  it('takes the app from the environment, and never prints its secret', async () => {
    const env = { PUSHER_APP_ID: '7', PUSHER_KEY: 'from-alias', PUSHER_SECRET: 'hush-hush' };
    const run = startCli(['dev', '--port', '0'], env);
    await expect.poll(() => run.out.join('\n')).toContain('PUSHER_APP_ID=7 PUSHER_APP_KEY=from-alias');
    expect(run.out.join('\n')).not.toContain('hush-hush');
  });

  it('prints the whole environment that a back end needs', async () => {
    const run = startCli(['dev', '--port', '0']);
    await expect.poll(() => run.out.join('\n')).toContain('PUSHER_SCHEME=http');
    const printed = Object.fromEntries(
      [...run.out.join('\n').matchAll(/(PUSHER_\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
    );
    const sent = startCli(['trigger', 'orders', 'order.created', '{}'], printed);
    expect(await sent.done).toBe(0);
  });
});

describe('channelkit trigger', () => {
  it('sends an event', async () => {
    const server = await startTestServer();
    const channel = createClient(server).subscribe('orders');
    await nextEvent(channel, 'pusher:subscription_succeeded');
    const received = nextEvent(channel, 'order.created');
    const run = await cli(server, 'trigger', 'orders', 'order.created', '{"id": 1}');
    expect(run).toEqual({ code: 0, out: 'sent order.created to orders', err: '' });
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

  it('ends with 2 for a payload that is no JSON', async () => {
    const run = await cli(await startTestServer(), 'trigger', 'orders', 'x', '{id:1}');
    expect(run.code).toBe(2);
    expect(run.err).toContain('The payload is not JSON');
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

  it('ends with 1 when the subscription is refused', async () => {
    const server = await startTestServer();
    const run = await cli(server, 'listen', 'private-orders', '--secret', 'wrong');
    expect(run.code).toBe(1);
    expect(run.err).toContain('Invalid signature');
  });

  it('goes on after a restart of the server', async () => {
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
  it('lists the occupied channels and tells about one', async () => {
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
  it('makes a running server misbehave, and well again', async () => {
    const server = await startTestServer();
    const client = createClient(server);
    await connected(client);
    const before = client.connection.socket_id;
    expect((await cli(server, 'fault', 'drop', '--code', '4200')).out).toBe('drop {"connections":1}');
    await expect
      .poll(() => client.connection.socket_id !== before && client.connection.state)
      .toBe('connected');
    await cli(server, 'fault', 'reject-auth', '--channel', 'private-*', '--times', '2');
    expect(server.faults()).toMatchObject([
      { kind: 'rejectAuth', channel: 'private-*', times: 2, app: 'test-app' },
    ]);
    expect((await cli(server, 'fault', 'clear')).out).toBe('{"ended":1}');
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
    ['with what is no number', ['fault', 'delay', '--ms', 'soon'], '"soon" is not a number'],
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

  it('go to Pusher itself for a cluster', () => {
    expect(resolveTarget({}, { ...app, PUSHER_APP_CLUSTER: 'eu' })).toMatchObject({
      apiUrl: 'https://api-eu.pusher.com',
      socketUrl: 'wss://ws-eu.pusher.com',
    });
  });

  it('let a host beat a cluster', () => {
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
