import { setTimeout as sleep } from 'node:timers/promises';
import { createRealtimeClient } from '@channelkit/core';
import Pusher from 'pusher-js';
import { orderChannels } from './contract.ts';

/** Where the servers are. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly key: string;
  /** Of the back end. */
  readonly origin: string;
}

/** A page that shows an order for each of its channels. */
export interface Page {
  /** The version of each order that it shows. */
  readonly shown: ReadonlyMap<string, number>;
  /** Whether all of its channels are subscribed. */
  readonly isLive: () => boolean;
  readonly close: () => void;
}

/** A way to keep a page right. */
export interface Way {
  readonly name: string;
  /** The beginning of its channels' names. */
  readonly prefix: string;
  readonly open: (place: Place, channels: readonly string[]) => Page;
}

/** Shows orders, and fetches them. */
function createOrders({ origin }: Place) {
  const shown = new Map<string, number>();
  const fetchOrder = async (channel: string): Promise<void> => {
    try {
      const answer = await fetch(`${origin}/data?channel=${channel}`);
      shown.set(channel, ((await answer.json()) as { version: number }).version);
    } catch {
      await sleep(1_000);
      await fetchOrder(channel);
    }
  };
  return { shown, fetchOrder };
}

const raw: Way = {
  name: 'pusher-js, a fetch at each `subscription_succeeded`',
  prefix: 'private-plain-',
  open: (place, channels) => {
    const { shown, fetchOrder } = createOrders(place);
    const pusher = new Pusher(place.key, {
      cluster: '',
      wsHost: place.host,
      wsPort: place.port,
      forceTLS: false,
      enabledTransports: ['ws'],
      channelAuthorization: {
        transport: 'ajax',
        endpoint: '',
        customHandler: ({ socketId, channelName }, callback) => {
          const body = new URLSearchParams({ socket_id: socketId, channel_name: channelName });
          fetch(`${place.origin}/auth`, { method: 'POST', body })
            .then((answer) => answer.json())
            .then(
              (data) => callback(null, data as { auth: string }),
              (error: Error) => callback(error, null),
            );
        },
      },
    });
    const all = channels.map((name) => {
      const channel = pusher.subscribe(name);
      channel.bind('pusher:subscription_succeeded', () => fetchOrder(name));
      channel.bind('changed', () => fetchOrder(name));
      return channel;
    });
    return {
      shown,
      isLive: () => pusher.connection.state === 'connected' && all.every(({ subscribed }) => subscribed),
      close: () => pusher.disconnect(),
    };
  },
};

/** Ours, with a fetch for each event and each gap, as the query bridge does it. */
const ours = (name: string, given: { readonly isDurable: boolean; readonly batch: boolean }): Way => ({
  name,
  prefix: given.isDurable ? 'private-durable-' : 'private-plain-',
  open: (place, channels) => {
    const { shown, fetchOrder } = createOrders(place);
    const client = createRealtimeClient({
      key: place.key,
      host: place.host,
      port: place.port,
      tls: false,
      pusher: Pusher as never,
      channels: orderChannels as never,
      auth: { endpoint: `${place.origin}/auth`, batch: given.batch },
      ...(given.isDurable ? { resume: { endpoint: `${place.origin}/resume` } } : {}),
    });
    const leases = channels.map((name) => {
      const lease = client.acquire(name as never) as unknown as Lease;
      let isFirst = true;
      lease.status.subscribe(() => {
        if (!isFirst || !lease.status.getSnapshot().isLive) return;
        isFirst = false;
        void fetchOrder(name);
      });
      lease.on('changed', () => void fetchOrder(name));
      lease.onGap(() => void fetchOrder(name));
      return lease;
    });
    return {
      shown,
      isLive: () => leases.every(({ status }) => status.getSnapshot().isLive),
      close: () => client.dispose(),
    };
  },
});

interface Lease {
  readonly status: {
    subscribe(listener: () => void): () => void;
    getSnapshot(): { readonly isLive: boolean };
  };
  on(event: string, listener: () => void): () => void;
  onGap(listener: () => void): () => void;
}

/** Those that are compared. */
export const ways: readonly Way[] = [
  raw,
  ours('ChannelKit, a request for each channel', { isDurable: false, batch: false }),
  ours('ChannelKit', { isDurable: false, batch: true }),
  ours('ChannelKit, durable channels', { isDurable: true, batch: true }),
];
