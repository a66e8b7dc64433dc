import type { Driver } from './driver.ts';
import { realWorld } from './realWorld.ts';

/** soketi 1.6.1 on a port, with the apps that `tooling/interop.mjs` gives it: every scenario takes a new one. */
export function createSoketiDriver(port: number): Driver {
  if (!(port > 0)) throw new Error('SOKETI_PORT is not set; run `npm run interop`');
  let used = 0;
  return {
    name: 'soketi 1.6.1',
    start: async () => {
      const n = used++;
      const app = { id: `app-${n}`, key: `key-${n}`, secret: `secret-${n}` };
      return realWorld({ host: '127.0.0.1', port, app }, { stop: async () => {} });
    },
    exceptions: {
      'sends subscribers the subscription count': 'It has no subscription_count event.',
      'resubscribes to the same channels after a reconnect': 'It has no way to close a connection on demand.',
      'does not see a client reconnect after closing it with 4009':
        'It has no way to close a connection on demand.',
      'passes no client event on a public channel': 'It accepts client events on public channels.',
      'sends a user’s events to nobody else': 'It lets anybody subscribe to any #server-to-user channel.',
      'sends a user the online status of the watchlist': 'It has no watchlist events.',
      'counts the users of the listed presence channels': 'Its list of channels has other attributes.',
      'returns the cached event of a cache channel': 'Its HTTP API does not know the attribute "cache".',
      'answers a trigger with the requested attributes': 'It ignores "info" on a trigger.',
      'refuses data over 10 kB with 413': 'It allows 100 kB, and answers HTTP errors with 200.',
      'refuses malformed requests with 400': 'It answers HTTP errors with 200.',
      'refuses reserved event names': 'It publishes reserved names.',
      'refuses more than 10 events in a batch and more than 100 channels in a trigger':
        'It answers HTTP errors with 200.',
    },
  };
}
