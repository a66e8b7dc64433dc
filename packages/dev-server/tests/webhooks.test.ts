import { expect, it } from 'vitest';
import type { AppOptions, DevServer, WebhookEvent, WebhookSettings } from '../src/index.ts';
import { createClient, createPublisher, nextEvent } from './support/clients.ts';
import { type Received, startReceiver } from './support/receiver.ts';
import { app, startTestServer } from './support/testServer.ts';

function start(
  url: string,
  webhooks: WebhookSettings,
  options: Partial<AppOptions> = {},
): Promise<DevServer> {
  return startTestServer({ apps: [{ ...app, ...options, webhooks: [{ url }] }], webhooks });
}

const eventsOf = (received: Received[]): WebhookEvent[] =>
  received.flatMap(({ rawBody }) => JSON.parse(rawBody).events as WebhookEvent[]);
const namesOf = (received: Received[]) => eventsOf(received).map(({ name }) => name);

it('signs webhooks so that the pusher library accepts them', async () => {
  const { url, received } = await startReceiver();
  const server = await start(url, { grace: 0 });
  createClient(server).subscribe('orders');
  await expect.poll(() => namesOf(received)).toContain('channel_occupied');
  const [first] = received;
  const webhook = createPublisher(server).webhook({
    headers: first?.headers ?? {},
    rawBody: first?.rawBody ?? '',
  });
  expect(webhook.isValid()).toBe(true);
  expect(webhook.getEvents()).toEqual([{ name: 'channel_occupied', channel: 'orders' }]);
  expect(Math.abs(webhook.getTime().getTime() - Date.now())).toBeLessThan(60_000);
});

it('sends every kind of event', async () => {
  const { url, received } = await startReceiver();
  const server = await start(url, { grace: 0 });
  const ada = createClient(server, { user: { id: 'ada' } });
  const room = ada.subscribe('presence-cache-room');
  const count = ada.subscribe('orders');
  await Promise.all([room, count].map((channel) => nextEvent(channel, 'pusher:subscription_succeeded')));
  room.trigger('client-typing', { typing: true });
  await expect.poll(() => namesOf(received)).toContain('client_event');
  ada.disconnect();
  await expect
    .poll(() => [...new Set(namesOf(received))].sort())
    .toEqual([
      'cache_miss',
      'channel_occupied',
      'channel_vacated',
      'client_event',
      'member_added',
      'member_removed',
      'subscription_count',
    ]);
  const clientEvent = eventsOf(received).find(({ name }) => name === 'client_event');
  expect(clientEvent).toMatchObject({
    channel: 'presence-cache-room',
    event: 'client-typing',
    data: '{"typing":true}',
    user_id: 'ada',
    socket_id: expect.stringMatching(/^\d+\.\d+$/),
  });
});

it('sends several events in one request when it batches', async () => {
  const { url, received } = await startReceiver();
  const server = await start(url, { batch: 30 }, { subscriptionCount: false });
  const client = createClient(server);
  client.subscribe('orders');
  client.subscribe('invoices');
  await expect.poll(() => received.length).toBe(1);
  expect(namesOf(received)).toEqual(['channel_occupied', 'channel_occupied']);
});

it('retries a failed delivery, with pauses that double', async () => {
  const { url, received } = await startReceiver([500, 503]);
  const server = await start(url, { retryDelay: 5 }, { subscriptionCount: false });
  const attempts: (number | null)[] = [];
  server.observe((event) => {
    if (event.type === 'webhook') attempts.push(event.status);
  });
  createClient(server).subscribe('orders');
  await expect.poll(() => attempts).toEqual([500, 503, 200]);
  expect(new Set(received.map(({ rawBody }) => rawBody)).size).toBe(1);
  expect(server.counters()).toMatchObject({ webhooks: 1, webhookFailures: 2 });
});

it('sends nothing about a client that returns within the grace', async () => {
  const { url, received } = await startReceiver();
  const server = await start(url, { grace: 5000 }, { subscriptionCount: false });
  const client = createClient(server, { user: { id: 'ada' } });
  await nextEvent(client.subscribe('presence-room'), 'pusher:subscription_succeeded');
  const back = nextEvent(client.channel('presence-room'), 'pusher:subscription_succeeded');
  server.drop({ code: 4200 });
  await back;
  client.subscribe('marker');
  await expect.poll(() => eventsOf(received).map(({ channel }) => channel)).toContain('marker');
  expect(namesOf(received)).toEqual(['channel_occupied', 'member_added', 'channel_occupied']);
});

it('overrides headers of a target that differ from its own in case only', async () => {
  const { url, received } = await startReceiver();
  const headers = {
    'content-type': 'a',
    'Content-Type': 'text/plain',
    'X-Pusher-Key': 'other',
    'X-Extra': '1',
  };
  await startTestServer({ apps: [{ ...app, webhooks: [{ url, headers }] }], webhooks: { grace: 0 } }).then(
    (server) => createClient(server).subscribe('orders'),
  );
  await expect.poll(() => received.length).toBeGreaterThan(0);
  expect(received[0]?.headers).toMatchObject({
    'content-type': 'application/json',
    'x-pusher-key': app.key,
    'x-extra': '1',
  });
});

it('sends a target only its kinds of events', async () => {
  const { url, received } = await startReceiver();
  const target = { url, events: ['member_added' as const] };
  const server = await startTestServer({ apps: [{ ...app, webhooks: [target] }], webhooks: { grace: 0 } });
  createClient(server, { user: { id: 'ada' } }).subscribe('presence-room');
  await expect.poll(() => namesOf(received)).toEqual(['member_added']);
});
