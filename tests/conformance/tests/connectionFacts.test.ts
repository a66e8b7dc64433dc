import { expect, it, onTestFinished, vi } from 'vitest';
import { connected, next, setStage } from '../pusher-js/stage.ts';

/** Freezes the timers of pusher-js and the server; sockets keep working. */
function stopTimers() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
}

it('reports connected for a second after its socket died, while everything it sends is lost', async () => {
  const { server, connect } = await setStage();
  const client = connect();
  await connected(client);
  stopTimers();
  const closing = next(client.connection, 'connecting_in');
  server.destroy();
  expect(await closing).toBe(1);
  expect(client.send_event('client-e', 1, 'private-x')).toBe(false);
  vi.advanceTimersByTime(999);
  expect(client.connection.state).toBe('connected');
  expect(client.send_event('client-e', 2, 'private-x')).toBe(false);
  vi.advanceTimersByTime(1);
  expect(client.connection.state).toBe('connecting');
  vi.useRealTimers();
  await connected(client);
  await next(client.subscribe('marker'), 'pusher:subscription_succeeded');
  expect(server.frames({ direction: 'in', event: 'client-e' })).toEqual([]);
});

it.each([1001, 4100])('reconnects after exactly a second each time it is closed with %i', async (code) => {
  const { server, connect } = await setStage();
  const client = connect();
  await connected(client);
  stopTimers();
  for (let round = 0; round < 4; round += 1) {
    const announced = next(client.connection, 'connecting_in');
    server.drop({ code });
    await announced;
    vi.advanceTimersByTime(999);
    expect(client.connection.state).toBe('connected');
    vi.advanceTimersByTime(1);
    expect(client.connection.state).toBe('connecting');
    await connected(client);
  }
});

it.each([4001, 4009, 4301])('never reconnects after a close with %i', async (code) => {
  const { server, connect } = await setStage();
  const client = connect();
  await connected(client);
  server.drop({ code });
  await next(client.connection, 'disconnected');
  expect(client.connection.state).toBe('disconnected');
});

it('reconnects at once after a close with 4200, although it announces a second', async () => {
  const { server, connect } = await setStage();
  const client = connect();
  await connected(client);
  stopTimers();
  const announced = next(client.connection, 'connecting_in');
  server.drop({ code: 4200 });
  expect(await announced).toBe(1);
  vi.advanceTimersByTime(1);
  expect(client.connection.state).toBe('connecting');
});

it('emits an error with an action twice, in two shapes', async () => {
  const { server, connect } = await setStage();
  const client = connect();
  await connected(client);
  const errors: { type: string }[] = [];
  client.connection.bind('error', (error: { type: string }) => void errors.push(error));
  server.drop({ code: 4100 });
  await expect.poll(() => errors.map(({ type }) => type)).toEqual(['PusherError', 'WebSocketError']);
});

it('stays stuck when the first frame is not a handshake, until disconnect() and connect()', async () => {
  const { server, connect } = await setStage();
  const sockets: string[] = [];
  server.observe((event) => event.type === 'connected' && sockets.push(event.connection.socketId));
  stopTimers();
  const { end } = server.mute();
  const client = connect();
  const error = next<{ type: string }>(client.connection, 'error');
  await vi.waitFor(() => expect(sockets).toHaveLength(1), { timeout: 10_000 });
  end();
  server.malformed({ frame: '{"event":"pusher:connection_established","data":"{}"}' });
  expect(await error).toMatchObject({ type: 'HandshakeError' });
  client.connect();
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(client.connection.state).toBe('unavailable');
  client.connect();
  expect(sockets).toHaveLength(1);
  client.disconnect();
  client.connect();
  await connected(client);
  expect(sockets).toHaveLength(2);
});

it('detects a half-open socket only after 150 s, and then reconnects at once', async () => {
  const { server, connect } = await setStage();
  stopTimers();
  const client = connect();
  await connected(client);
  const { end } = server.mute();
  vi.advanceTimersByTime(149_999);
  expect(client.connection.state).toBe('connected');
  // No second passes before it tries again.
  vi.advanceTimersByTime(2);
  expect(client.connection.state).toBe('connecting');
  end();
  await connected(client);
});

it('keeps the old socket id after disconnecting', async () => {
  const { connect } = await setStage();
  const client = connect();
  await connected(client);
  const id = client.connection.socket_id;
  client.disconnect();
  expect(client.connection.socket_id).toBe(id);
});

it('does nothing on a second signin() after a failed one', async () => {
  const { server, connect } = await setStage();
  let asked = 0;
  const client = connect({
    userAuthentication: {
      transport: 'ajax',
      endpoint: '',
      customHandler: (_, callback) => {
        asked += 1;
        callback(new Error('no'), null);
      },
    },
  });
  await connected(client);
  client.signin();
  await expect.poll(() => asked).toBe(1);
  client.signin();
  await next(client.subscribe('marker'), 'pusher:subscription_succeeded');
  expect(asked).toBe(1);
  server.drop();
  await expect.poll(() => asked).toBe(2);
});
