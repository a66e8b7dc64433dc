import { PusherProvider, usePusherEvent } from '@channelkit/react';
import Pusher from 'pusher-js';
import { createElement } from 'react';
import type { Contender, ListenerProps, PusherInstance } from '../contender.ts';

let instance: PusherInstance | null = null;

class Seen extends Pusher {
  constructor(...args: ConstructorParameters<typeof Pusher>) {
    super(...args);
    instance = this as unknown as PusherInstance;
  }
}

export const contender: Contender = {
  name: 'ChannelKit',
  Root: ({ place: { key, host, port, authEndpoint }, children }) =>
    createElement(
      PusherProvider,
      {
        config: { key, host, port, tls: false },
        auth: { endpoint: authEndpoint },
        pusher: Seen as unknown as typeof Pusher,
        userId: null,
      },
      children,
    ),
  Listener({ channel, event, onEvent }: ListenerProps) {
    usePusherEvent<{ n: number }>(event, onEvent, { channel });
    return null;
  },
  Latest({ channel, event, onRender }) {
    const { data } = usePusherEvent<{ n: number }>(event, null, { channel });
    onRender(data?.n ?? -1);
    return createElement('p', null, data?.n);
  },
  instance: () => instance as PusherInstance,
};
