import { createRealtimeClient } from '@channelkit/core';
import { startDevServer } from '@channelkit/dev-server';
import { createMemoryDatabase } from '@channelkit/server/testing';
import { createQueryBridge, defineQueryRules } from '@channelkit/tanstack-query';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import Pusher from 'pusher-js';
import { expect, it, onTestFinished } from 'vitest';
import { type DurableChannels, durableChannels, startDurableBackEnd } from './support/durableBackEnd.ts';
import { app } from './support/stage.ts';
import { startPassing, stopTime } from './support/time.ts';

const rules = defineQueryRules(durableChannels, (on) => [
  on('private-orders-{id}', 'changed', ({ params }) => [['orders', Number(params.id)]]),
]);

/** A page with 20 orders, each with a durable channel of its own, and the database behind them. */
async function openPage() {
  stopTime();
  const clock = await startPassing(500);
  const server = await startDevServer({ apps: [app] });
  const database = createMemoryDatabase();
  const backEnd = await startDurableBackEnd({ host: server.host, port: server.port, app }, database.port);
  const client = createRealtimeClient<DurableChannels>({
    key: app.key,
    host: server.host,
    port: server.port,
    tls: false,
    pusher: Pusher as never,
    channels: durableChannels,
    auth: { endpoint: `${backEnd.origin}/auth` },
    resume: { endpoint: `${backEnd.origin}/resume` },
  });
  const queryClient = new QueryClient();
  const bridge = createQueryBridge({ client, queryClient, rules });
  const versions = new Map<number, number>();
  const count = { fetches: 0 };
  const stops = Array.from({ length: 20 }, (_, id) => {
    const observer = new QueryObserver(queryClient, {
      queryKey: ['orders', id],
      staleTime: Number.POSITIVE_INFINITY,
      queryFn: async () => {
        count.fetches += 1;
        return versions.get(id) ?? 0;
      },
    });
    return [observer.subscribe(() => {}), bridge.watch(`private-orders-${id}`)];
  }).flat();
  onTestFinished(async () => {
    for (const stop of stops) stop();
    bridge.dispose();
    queryClient.clear();
    client.dispose();
    await backEnd.stop();
    await server.stop({ abrupt: true });
    clock.stop();
  });
  const isLive = () => client.inspect().channels.filter(({ status }) => status.isLive).length === 20;
  // The client loads its parts first, which takes time that no clock of ours tells.
  while (!isLive()) await clock.pass(500);
  await clock.pass(2_000);
  return {
    clock,
    server,
    isLive,
    /** Requests and fetches since the last call. */
    spent: () => {
      const { '/auth': auth = 0, '/resume': resume = 0 } = backEnd.requests;
      const spent = { auth, resume, fetches: count.fetches };
      Object.assign(backEnd.requests, { '/auth': 0, '/resume': 0 });
      count.fetches = 0;
      return spent;
    },
    change: async (id: number) => {
      const n = (versions.get(id) ?? 0) + 1;
      const [log] = backEnd.workers;
      await database.transaction(async (tx) => {
        await log.append(tx, { channel: `private-orders-${id}`, event: 'changed', data: { n } });
        versions.set(id, n);
      });
      await log.flush();
    },
    shown: (id: number) => queryClient.getQueryData(['orders', id]),
  };
}

it('a drop costs 20 channels two requests, and fetches what has changed alone (19)', async () => {
  const { clock, server, isLive, spent, change, shown } = await openPage();
  spent();
  server.drop();
  await clock.pass(10_000);
  expect(isLive()).toBe(true);
  expect(spent()).toEqual({ auth: 1, resume: 1, fetches: 0 });

  server.drop();
  await change(7);
  await clock.pass(10_000);
  expect(spent()).toEqual({ auth: 1, resume: 1, fetches: 1 });
  expect(shown(7)).toBe(1);
});

it('an event that is lost on a live socket is on the page after the next event or verification (18)', async () => {
  const { clock, server, spent, change, shown } = await openPage();
  spent();
  server.lose({ channel: 'private-orders-3', event: '*', times: 1 });
  await change(3);
  await clock.pass(2_000);
  expect(shown(3)).toBe(0);
  await clock.pass(30_000);
  expect(shown(3)).toBe(1);
  expect(spent()).toMatchObject({ auth: 0, fetches: 1 });

  server.lose({ channel: 'private-orders-4', event: '*', times: 1 });
  await change(4);
  await change(4);
  await clock.pass(2_000);
  expect(shown(4)).toBe(2);
});
