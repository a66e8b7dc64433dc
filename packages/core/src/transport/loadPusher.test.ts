import { describe, expect, it } from 'vitest';
import { loadSource } from '../loadEngine.ts';
import type { PusherModule } from '../pusher.ts';
import { createFakePusher, createManualTimers, type FakePusher, FakeServer } from '../testing/index.ts';
import { makeInstance, readPusher } from './pusherSource.ts';

class Pusher {
  subscribe(): void {}
}

const load = (module: unknown) => readPusher(loadSource(() => Promise.resolve(module as PusherModule)));

describe('loading pusher-js', () => {
  it('finds the class behind the layers that bundlers put around it', async () => {
    expect(await load({ default: Pusher })).toBe(Pusher);
    expect(await load({ default: { default: Pusher } })).toBe(Pusher);
  });

  it('finds the class behind a namespace that is itself a function', async () => {
    const namespace = Object.assign(() => new Pusher(), { default: Pusher });
    expect(await load(namespace)).toBe(Pusher);
  });

  it('says what it got when there is no class to be found', async () => {
    await expect(load(() => {})).rejects.toMatchObject({ code: 'CK202' });
  });
});

describe('leaving late', () => {
  async function lateBench() {
    const timers = createManualTimers();
    const server = new FakeServer({ timers });
    const { Pusher } = createFakePusher({ server });
    const port = new Pusher('key', { cluster: 'test' } as never);
    await timers.advance(10);
    const { leaveLate } = makeInstance(port, { key: 'key' });
    const send = async (event: string, channel: string) => {
      server.send({ event, channel, data: '{}' });
      await timers.advance(10);
      return server.received('pusher:unsubscribe').map(({ data }) => (data as { channel: string }).channel);
    };
    const before = port.connection.listenerCount;
    const listening = () => port.connection.listenerCount - before;
    return { timers, server, port, leaveLate, send, listening };
  }
  const confirmed = 'pusher_internal:subscription_succeeded';

  it('leaves once what the server confirms after all, nothing else, and then listens no more (2, 15)', async () => {
    const { leaveLate, send, listening } = await lateBench();
    leaveLate('a');
    leaveLate('b');
    expect(listening()).toBe(1);
    expect(await send('changed', 'a')).toEqual([]);
    expect(await send(confirmed, 'c')).toEqual([]);
    expect(await send(confirmed, 'a')).toEqual(['a']);
    expect(await send(confirmed, 'a')).toEqual(['a']);
    expect(listening()).toBe(1);
    expect(await send(confirmed, 'b')).toEqual(['a', 'b']);
    expect(listening()).toBe(0);
  });

  it('goes on for a channel that is left in the moment in which the last is confirmed (2)', async () => {
    const { server, timers, port, leaveLate, send } = await lateBench();
    leaveLate('a');
    const leaveAnother = () => {
      port.connection.unbind_global(leaveAnother);
      leaveLate('b');
    };
    port.connection.bind_global(leaveAnother);
    server.send({ event: confirmed, channel: 'a', data: '{}' });
    await timers.advance(10);
    expect(await send(confirmed, 'b')).toEqual(['a', 'b']);
  });

  it('spares what has been joined anew (2)', async () => {
    const { port, leaveLate, send, listening } = await lateBench();
    leaveLate('a');
    port.subscribe('a');
    expect(await send(confirmed, 'a')).toEqual([]);
    expect(listening()).toBe(0);
  });

  it('keeps no event from who listens behind it, on its last one neither (2, 4)', async () => {
    const { timers, server, port, leaveLate, send } = await lateBench();
    leaveLate('a');
    const heard: string[] = [];
    port.connection.bind_global((event, data) =>
      heard.push(event === 'message' ? (data as { event: string }).event : event),
    );
    expect(await send(confirmed, 'a')).toEqual(['a']);
    expect(heard).toEqual([confirmed]);
    leaveLate('b');
    port.connection.bind_global((event) => heard.push(event));
    server.drop(4009);
    await timers.advance(10);
    expect(heard.filter((event) => event === 'disconnected')).toHaveLength(2);
  });

  it('waits over an error of the open socket, and forgets it all with the socket (2, 15)', async () => {
    const { timers, server, leaveLate, send, listening } = await lateBench();
    leaveLate('a');
    server.send('garbage');
    await timers.advance(10);
    expect(listening()).toBe(1);
    server.drop();
    await timers.advance(5_000);
    expect(listening()).toBe(0);
    expect(server.sockets).toHaveLength(1);
    leaveLate('b');
    expect(await send(confirmed, 'a')).toEqual([]);
    expect(await send(confirmed, 'b')).toEqual(['b']);
  });
});

it('closes an idle instance that opens by itself, unless it is in use again by then (15)', async () => {
  const timers = createManualTimers();
  const { Pusher } = createFakePusher({ server: new FakeServer({ timers }) });
  for (const isInUse of [false, true]) {
    const instance = makeInstance(Pusher, { key: 'key' });
    await timers.advance(10);
    instance.isInUse = false;
    (instance.port as FakePusher).connection.emit('connecting');
    instance.isInUse = isInUse;
    await timers.settle();
    expect(instance.port.connection.state).toBe(isInUse ? 'connected' : 'disconnected');
    instance.port.disconnect();
  }
});
