import { configureEcho, echo, useEcho, useEchoPublic } from '@laravel/echo-react';
import Pusher from 'pusher-js';
import { createElement, Fragment, useState } from 'react';
import type { Contender, Handler, ListenerProps, PusherInstance } from '../contender.ts';

let isConfigured = false;

/** Echo's channel names come without the prefix, and its events with a dot to keep them as they are. */
function useChannelEvent(channel: string, event: string, handler: Handler, dependencies: readonly unknown[]) {
  const isPrivate = channel.startsWith('private-');
  const listen = isPrivate ? useEcho : useEchoPublic;
  listen(channel.replace(/^private-/, ''), `.${event}`, handler, dependencies);
}

export const contender: Contender = {
  name: '@laravel/echo-react 2.5.0',
  Root({ place: { key, host, port, authEndpoint }, children }) {
    if (!isConfigured) {
      configureEcho({
        broadcaster: 'pusher',
        Pusher,
        key,
        cluster: '',
        wsHost: host,
        wsPort: port,
        forceTLS: false,
        enabledTransports: ['ws'],
        authEndpoint,
      });
      isConfigured = true;
    }
    return createElement(Fragment, null, children);
  },
  Listener({ channel, event, onEvent, value }: ListenerProps) {
    useChannelEvent(channel, event, onEvent, [value]);
    return null;
  },
  Latest({ channel, event, onRender }) {
    const [data, setData] = useState<{ n: number } | null>(null);
    useChannelEvent(channel, event, setData, []);
    onRender(data?.n ?? -1);
    return createElement('p', null, data?.n);
  },
  instance: () => (echo() as unknown as { connector: { pusher: PusherInstance } }).connector.pusher,
};
