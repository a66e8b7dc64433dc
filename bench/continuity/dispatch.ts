// What a position costs when an event arrives: pnpm -C bench continuity-dispatch
import { createRealtimeClient } from '@channelkit/core';
import { webSocketTransport } from '@channelkit/core/websocket';
import { report } from '../report.ts';
import { orderChannels } from './contract.ts';

const [rounds, perRound] = [40, 5_000];
const padding = 'x'.repeat(500);

/** A socket that receives what it is given. */
class Socket {
  static last: Socket;
  onmessage: ((event: { readonly data: string }) => void) | null = null;
  constructor() {
    Socket.last = this;
    const data = JSON.stringify({ socket_id: '1.1', activity_timeout: 120 });
    queueMicrotask(() => this.receive({ event: 'pusher:connection_established', data }));
  }
  receive(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  send(text: string): void {
    const { event, data } = JSON.parse(text) as { event: string; data: { channel: string } };
    if (event !== 'pusher:subscribe') return;
    const { channel } = data;
    queueMicrotask(() =>
      this.receive({ event: 'pusher_internal:subscription_succeeded', channel, data: '{}' }),
    );
  }
  close(): void {}
}

/** A channel that is live; `frames` makes those of the next events, which carry a position under `key`, and `heard` counts them. */
async function open(channel: 'private-durable-1' | 'private-plain-1', key: string | null) {
  const client = createRealtimeClient({
    key: 'key',
    channels: orderChannels as never,
    transport: webSocketTransport({ WebSocket: Socket as never }),
    auth: { authorize: () => ({ auth: 'key:signature' }) },
    resume: {
      resume: ({ channels }) => ({
        channels: Object.fromEntries(
          Object.keys(channels).map((name) => [
            name,
            { status: 200, position: 'epoch0123456789a:0', events: [] },
          ]),
        ),
      }),
    },
  });
  const lease = client.acquire(channel as never);
  let count = 0;
  lease.on('*', () => {
    count += 1;
  });
  await new Promise<void>((resolve) => {
    const look = () => {
      if (lease.status.getSnapshot().isLive) resolve();
    };
    lease.status.subscribe(look);
    look();
  });
  const socket = Socket.last;
  let serial = 0;
  return {
    heard: () => count,
    close: () => client.dispose(),
    frames: () =>
      Array.from({ length: perRound }, () => {
        serial += 1;
        const continuity = {
          position: `epoch0123456789a:${serial}`,
          id: '0192f0c1-2345-7890-abcd-ef0123456789',
          at: 1_764_435_600_000,
        };
        const payload = { version: serial, padding, ...(key === null ? {} : { [key]: continuity }) };
        return { data: JSON.stringify({ event: 'changed', channel, data: JSON.stringify(payload) }) };
      }),
    take: (frames: readonly { readonly data: string }[]) => {
      for (const frame of frames) socket.onmessage?.(frame);
    },
  };
}

const contenders = {
  'a channel that is not durable': await open('private-plain-1', null),
  '… with a field as long as a position': await open('private-plain-1', 'other'),
  'a durable channel': await open('private-durable-1', '$continuity'),
};
const times: Record<string, number[]> = {};
for (let round = 0; round < rounds; round += 1)
  for (const [name, page] of Object.entries(contenders)) {
    const frames = page.frames();
    const before = process.cpuUsage();
    page.take(frames);
    // What is heard is told in the same turn.
    const { user, system } = process.cpuUsage(before);
    // The first rounds warm up.
    if (round >= 10) times[name] = [...(times[name] ?? []), (user + system) / perRound];
  }
for (const page of Object.values(contenders)) {
  if (page.heard() !== rounds * perRound) throw new Error(`Only ${page.heard()} events were heard`);
  page.close();
}

const quantile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.round((values.length - 1) * share)] as number;
const [base = []] = Object.values(times);
const rows = Object.entries(times).map(([name, values]) => {
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => quantile(values, share).toFixed(2));
  return [name, `${middle} µs (${low}–${high})`, (quantile(values, 0.5) / quantile(base, 0.5)).toFixed(2)];
});
report({
  name: 'continuity-dispatch',
  columns: [
    'CPU time of an event with 500 bytes, from its frame to its handler',
    'median (middle half)',
    'ratio',
  ],
  rows,
});
