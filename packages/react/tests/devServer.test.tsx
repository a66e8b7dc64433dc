import { defineChannels, event, getRealtimeClient } from '@channelkit/core';
import { type DevServer, startDevServer } from '@channelkit/dev-server';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRealtimeHooks } from '../src/index.ts';

const channels = defineChannels({ orders: { created: event<{ id: number }>() } });
const { PusherProvider, useChannel, useConnection, useGap, usePusherEvent } = createRealtimeHooks(channels);

let server: DevServer;
beforeEach(async () => {
  server = await startDevServer({ apps: [{ id: 'app', key: 'key', secret: 'secret' }] });
});
afterEach(async () => {
  cleanup();
  getRealtimeClient(config()).dispose();
  await server.stop();
});

const config = () => ({ key: 'key', host: '127.0.0.1', port: server.port, tls: false });
const live = { timeout: 5_000 };

it('shows events of the local server through the real pusher-js, over one socket and a restart (1, 7)', async () => {
  const gaps: string[] = [];
  function Orders({ name }: { name: string }) {
    const { data } = usePusherEvent('created', null, { channel: 'orders' });
    const { status } = useChannel('orders');
    const state = useConnection((connection) => connection.state);
    useGap('orders', ({ reason }) => gaps.push(reason));
    return <p>{`${name}: ${state} ${status} ${data?.id ?? 'nothing'}`}</p>;
  }
  render(
    <PusherProvider config={config()} userId={null}>
      <Orders name="list" />
      <PusherProvider config={config()} userId={null}>
        <Orders name="board" />
      </PusherProvider>
    </PusherProvider>,
  );
  const shown = async (text: string) => {
    await screen.findByText(`list: ${text}`, {}, live);
    await screen.findByText(`board: ${text}`, {}, live);
  };
  await shown('connected subscribed nothing');
  expect(server.connections()).toHaveLength(1);
  server.trigger('orders', 'created', { id: 1 });
  await shown('connected subscribed 1');

  await server.restart();
  await waitFor(() => expect(gaps).toHaveLength(2), live);
  await shown('connected subscribed 1');
  server.trigger('orders', 'created', { id: 2 });
  await shown('connected subscribed 2');
  expect(server.connections()).toHaveLength(1);
});
