import { expect, it } from 'vitest';
import { createManualTimers } from '../testing/index.ts';
import type { RealtimeConfig } from './config.ts';
import { PusherJsTransport } from './pusherJs.ts';
import type { PusherInstance, PusherOptions } from './pusherPort.ts';

/** The options with which pusher-js is constructed for a config. */
function optionsFor(config: Omit<RealtimeConfig, 'key'>): PusherOptions | undefined {
  let received: PusherOptions | undefined;
  class Recorder {
    readonly connection = { state: 'connecting', socket_id: '', bind_global() {}, unbind_global() {} };
    constructor(_key: string, options: PusherOptions) {
      received = options;
    }
    connect(): void {}
  }
  const listener = { onOpened() {}, onClosed() {}, onFrame() {} };
  const setup = {
    config: { key: 'k', ...config },
    identity: JSON.stringify(config),
    timers: createManualTimers(),
    listener,
  };
  new PusherJsTransport(Recorder as unknown as new () => PusherInstance, setup).open();
  return received;
}

it('gives pusher-js our ping times, and on a hosted cluster all of its transports', () => {
  expect(optionsFor({ cluster: 'eu' })).toEqual({
    cluster: 'eu',
    activityTimeout: 30_000,
    pongTimeout: 10_000,
  });
  expect(optionsFor({})).toMatchObject({ cluster: 'mt1' });
});

it('gives pusher-js host, port and path of a server of your own', () => {
  expect(optionsFor({ host: 'h', port: 6001, path: 'realtime/', tls: false })).toMatchObject({
    cluster: '',
    wsHost: 'h',
    wsPort: 6001,
    wssPort: 6001,
    wsPath: '/realtime',
    forceTLS: false,
  });
});

it('allows no HTTP transport with a host, and no TLS where it is off', () => {
  expect(optionsFor({ host: 'h', tls: false })?.enabledTransports).toEqual(['ws']);
  expect(optionsFor({ host: 'h', tls: true })?.enabledTransports).toEqual(['ws', 'wss']);
  expect(optionsFor({ host: 'h' })?.enabledTransports).toEqual(['ws', 'wss']);
});
