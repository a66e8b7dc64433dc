import { defineChannels, event, getRealtimeClient } from '@channelkit/core';
import { startDevServer } from '@channelkit/dev-server';
import { render, screen } from '@testing-library/react';
import { useState } from 'react';
import { expect, it, onTestFinished } from 'vitest';
import { createRealtimeHooks } from '../src/index.ts';

const channels = defineChannels({ orders: { created: event<number>() } });
const { PusherProvider, useChannel, useGap, useLiveRefresh, usePusherEvent } = createRealtimeHooks(channels);

const soon = { timeout: 15_000 };
const turn = () => new Promise((resolve) => setImmediate(resolve));

it.each(['once', 'twice'] as const)(
  'is right on every page after the server is killed %s in the middle of a thousand events (1, 7)',
  async (how) => {
    const server = await startDevServer({ apps: [{ id: 'app', key: 'key', secret: 'secret' }] });
    const config = { key: 'key', host: server.host, port: server.port, tls: false };
    onTestFinished(async () => {
      getRealtimeClient(config).dispose();
      await server.stop();
    });
    const database: number[] = [];

    /** Keeps what it hears, and reads once per gap. */
    function Log({ name }: { name: string }) {
      const { data: heard } = usePusherEvent('created', null, {
        channel: 'orders',
        reduce: (all: readonly number[], { data }) => [...all, data],
        initial: [],
      });
      const [read, setRead] = useState<readonly number[]>([]);
      useGap('orders', () => setRead([...database]));
      const { isLive } = useChannel('orders');
      return <p>{`${name}: ${isLive ? 'live' : 'not live'}, ${new Set([...read, ...heard]).size}`}</p>;
    }
    /** Keeps nothing, and reads whenever something may be new. */
    function Total() {
      const [count, setCount] = useState(0);
      useLiveRefresh(
        'orders',
        async () => {
          const { length } = database;
          await turn();
          setCount(length);
        },
        { wait: 5, maxWait: 50 },
      );
      return <p>{`total: ${count}`}</p>;
    }
    render(
      <PusherProvider config={config} userId={null}>
        <Log name="list" />
        <Log name="board" />
        <Total />
      </PusherProvider>,
    );
    await screen.findByText('list: live, 0', {}, soon);

    const kills = how === 'once' ? [500] : [300, 700];
    for (let order = 1; order <= 1_000; order += 1) {
      database.push(order);
      server.trigger('orders', 'created', order);
      if (kills.includes(order)) {
        const refusal = server.refuse({ status: 503 });
        server.destroy();
        if (order === kills.at(-1)) await screen.findByText(/^list: not live/, {}, soon);
        refusal.end();
      }
      if (order % 20 === 0) await turn();
    }
    await screen.findByText('list: live, 1000', {}, soon);
    await screen.findByText('board: live, 1000', {}, soon);
    await screen.findByText('total: 1000', {}, soon);
    expect(server.connections()).toHaveLength(1);
  },
);
