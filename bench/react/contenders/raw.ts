import Pusher from 'pusher-js';
import { createElement, Fragment, useEffect, useState } from 'react';
import type { Contender, ListenerProps, Place, PusherInstance } from '../contender.ts';

let pusher: Pusher | null = null;

function connect({ key, host, port, authEndpoint }: Place): Pusher {
  pusher ??= new Pusher(key, {
    cluster: '',
    wsHost: host,
    wsPort: port,
    forceTLS: false,
    enabledTransports: ['ws'],
    channelAuthorization: { endpoint: authEndpoint, transport: 'ajax' },
  });
  return pusher;
}

/** The effect that everybody writes; a channel is given back by whoever bound last, else a sibling would go deaf. */
function useBinding(channelName: string, event: string, handler: (data: { n: number }) => void) {
  useEffect(() => {
    const channel = (pusher as Pusher).subscribe(channelName);
    channel.bind(event, handler);
    holders.set(channelName, (holders.get(channelName) ?? 0) + 1);
    return () => {
      channel.unbind(event, handler);
      const left = (holders.get(channelName) ?? 1) - 1;
      holders.set(channelName, left);
      if (left === 0) pusher?.unsubscribe(channelName);
    };
  }, [channelName, event, handler]);
}
const holders = new Map<string, number>();

export const contender: Contender = {
  name: 'raw `channel.bind` in an effect',
  Root({ place, children }) {
    connect(place);
    return createElement(Fragment, null, children);
  },
  Listener({ channel, event, onEvent }: ListenerProps) {
    useBinding(channel, event, onEvent);
    return null;
  },
  Latest({ channel, event, onRender }) {
    const [data, setData] = useState<{ n: number } | null>(null);
    useBinding(channel, event, setData);
    onRender(data?.n ?? -1);
    return createElement('p', null, data?.n);
  },
  instance: () => pusher as unknown as PusherInstance,
};
