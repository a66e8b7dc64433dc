import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { drivers, overPusherJs, overWebSocket } from '../transports/drivers.ts';
import type { RecordedTransport, TransportWorld } from '../transports/transportDriver.ts';

// One suite for everything behind the `Transport` port.

const isFrame =
  (event: string, channel?: string) =>
  (value: unknown): boolean => {
    const frame = value as { event?: string; channel?: string };
    return frame.event === event && frame.channel === channel;
  };

async function subscribe(world: TransportWorld, { transport, reported }: RecordedTransport, channel: string) {
  const socketId = (await reported('opened')) as string;
  const isPublic = !/^p(rivate|resence)-/.test(channel);
  transport.subscribe(channel, isPublic ? null : await world.authorize('ada', channel, socketId));
  await reported('frame', isFrame('pusher_internal:subscription_succeeded', channel));
}

/** The application's events, as `channel event data`. */
const eventsOf = ({ reports }: RecordedTransport): string[] =>
  reports
    .filter(([kind]) => kind === 'frame')
    .map(([, value]) => value as { event: string; channel?: string; data: unknown })
    .filter(({ event }) => !event.startsWith('pusher'))
    .map(({ event, channel, data }) => `${channel} ${event} ${JSON.stringify(data)}`);

describe.each(drivers)('$name', ({ start }) => {
  it('reports the socket id once the handshake is done, and sends nothing before', async () => {
    const world = await start();
    const { transport, reports, reported } = await world.open();
    expect(transport.send('pusher:ping', {})).toBe(false);
    transport.open();
    // An application's instance may be connected already.
    expect(transport.send('pusher:ping', {})).toBe(reports.length > 0);
    const socketId = await reported('opened');
    expect(world.socketIds()).toEqual([socketId]);
    expect(transport.send('pusher:ping', {})).toBe(true);
    await reported('frame', isFrame('pusher:pong'));
    expect(reports.filter(([kind]) => kind !== 'frame')).toEqual([['opened', socketId]]);
  });

  it.each([
    [4001, 'refused'],
    [4100, 'busy'],
    [4200, 'reconnect'],
  ])('reports a refusal with %i once, as %s', async (code, kind) => {
    const world = await start();
    world.refuse(code);
    const { transport, reports, reported } = await world.open();
    transport.open();
    expect(await reported('closed')).toMatchObject({ kind, code });
    transport.close();
    expect(reports).toHaveLength(1);
  });

  it('subscribes, and delivers the events of all channels in the order they were published', async () => {
    const world = await start();
    const made = await world.open();
    made.transport.open();
    await subscribe(world, made, 'orders');
    await subscribe(world, made, 'private-chat');
    for (const n of [1, 2, 3]) {
      await world.publish('orders', 'changed', n);
      await world.publish('private-chat', 'said', { n });
    }
    await world.publish('private-chat', 'half', 1);
    await made.reported('frame', isFrame('half', 'private-chat'));
    made.transport.unsubscribe('orders');
    await expect.poll(() => world.subscriberCount('orders')).toBe(0);
    await world.publish('orders', 'changed', 4);
    await world.publish('private-chat', 'end', 4);
    await made.reported('frame', isFrame('end', 'private-chat'));
    expect(eventsOf(made)).toEqual([
      ...[1, 2, 3].flatMap((n) => [`orders changed ${n}`, `private-chat said {"n":${n}}`]),
      'private-chat half 1',
      'private-chat end 4',
    ]);
  });

  it('sends a client event to the other subscribers', async () => {
    const world = await start();
    const [sender, receiver] = [await world.open(), await world.open()];
    for (const each of [sender, receiver]) {
      each.transport.open();
      await subscribe(world, each, 'private-chat');
    }
    expect(sender.transport.send('client-typing', { n: 1 }, 'private-chat')).toBe(true);
    await receiver.reported('frame', isFrame('client-typing', 'private-chat'));
    expect(eventsOf(receiver)).toEqual(['private-chat client-typing {"n":1}']);
    expect(eventsOf(sender)).toEqual([]);
  });

  it.each([
    ['cut', 'lost'],
    ['restart', 'reconnect'],
  ] as const)('reports a %s as %s, and may be opened again', async (how, kind) => {
    const world = await start();
    const made = await world.open();
    const { transport, reported } = made;
    transport.open();
    await subscribe(world, made, 'private-chat');
    const first = await reported('opened');
    await world[how]();
    expect(await reported('closed')).toMatchObject({ kind });
    expect(transport.send('client-typing', 1, 'private-chat')).toBe(false);
    transport.open();
    const socketId = (await reported('opened', (id) => id !== first)) as string;
    expect(world.socketIds()).toEqual([socketId]);
    transport.subscribe('private-chat', await world.authorize('ada', 'private-chat', socketId));
    await expect.poll(() => world.subscriberCount('private-chat')).toBe(1);
    await world.publish('private-chat', 'said', 1);
    await reported('frame', isFrame('said', 'private-chat'));
    expect(eventsOf(made)).toEqual(['private-chat said 1']);
  });

  it.each(['cut', 'restart'] as const)(
    'reports a %s once, and does not reconnect by itself (10)',
    async (how) => {
      const world = await start();
      const { transport, reports, reported } = await world.open();
      transport.open();
      await reported('opened');
      await world[how]();
      await reported('closed');
      // Another client connects and subscribes meanwhile.
      const other = await world.open();
      other.transport.open();
      await subscribe(world, other, 'private-chat');
      expect(reports.map(([kind]) => kind)).toEqual(['opened', 'closed']);
      expect(world.socketIds()).toHaveLength(1);
    },
  );

  it('reports nothing after close(), during an attempt or later, and may be opened again (15)', async () => {
    const world = await start();
    const { transport, reports, reported } = await world.open();
    transport.open();
    transport.close();
    transport.open();
    const first = await reported('opened');
    transport.subscribe('orders', null);
    await reported('frame', isFrame('pusher_internal:subscription_succeeded', 'orders'));
    const before = reports.length;
    transport.close();
    expect(transport.send('pusher:ping', {})).toBe(false);
    await world.publish('orders', 'changed', 1);
    await expect.poll(() => world.socketIds()).toEqual([]);
    expect(reports).toHaveLength(before);
    transport.open();
    const second = await reported('opened', (id) => id !== first);
    expect(reports.slice(before)).toEqual([['opened', second]]);
    expect(world.socketIds()).toEqual([second]);
  });
});

describe('an event nested 5,000 deep', () => {
  const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;

  it('is delivered by webSocketTransport(), and so are the frames after it', async () => {
    const world = await overWebSocket.start();
    const made = await world.open();
    made.transport.open();
    await subscribe(world, made, 'orders');
    await world.publish('orders', 'deep', deep);
    await world.publish('orders', 'after', 1);
    let { data } = (await made.reported('frame', isFrame('deep', 'orders'))) as { data: unknown };
    await made.reported('frame', isFrame('after', 'orders'));
    let depth = 0;
    for (; Array.isArray(data); data = data[0]) depth += 1;
    expect(depth).toBe(5_000);
  });

  it('stops pusher-js in Node from reading, which is reported as a lost socket within 40 s (10)', async () => {
    const world = await overPusherJs.start();
    const made = await world.open();
    made.transport.open();
    await subscribe(world, made, 'orders');
    const first = await made.reported('opened');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    await world.publish('orders', 'before', 1);
    await made.reported('frame', isFrame('before', 'orders'));
    await world.publish('orders', 'deep', deep);
    // 40 s, and two turns in which pusher-js sends its ping and begins anew.
    await vi.advanceTimersByTimeAsync(40_002);
    expect(await made.reported('closed')).toMatchObject({ kind: 'lost', message: 'a ping was not answered' });
    expect(eventsOf(made)).toEqual(['orders before 1']);
    vi.useRealTimers();
    made.transport.open();
    expect(await made.reported('opened', (id) => id !== first)).toBeTypeOf('string');
  });
});
