// Earlier and other clients, and what their own test suite needs, each at a pinned version.
import { cachedPackages } from './cachedPackages.mjs';

/** Fetches the clients once. @returns the folder that holds their node_modules */
export function otherClients() {
  return cachedPackages('clients-1', {
    dependencies: {
      'pusher-js': '8.6.0',
      'pusher-js-4': 'npm:pusher-js@4.4.0',
      'pusher-js-5': 'npm:pusher-js@5.1.1',
      'pusher-js-6': 'npm:pusher-js@6.0.3',
      'pusher-js-7': 'npm:pusher-js@7.6.0',
      'pusher-4': 'npm:pusher@4.0.1',
      'pusher-5': 'npm:pusher@5.3.3',
      'laravel-echo': '2.5.0',
      // For pusher-js's own integration suite:
      '@stablelib/base64': '2.0.1',
      '@stablelib/utf8': '1.0.2',
      'faye-websocket': '0.11.4',
      jasmine: '4.6.0',
      'jasmine-core': '4.6.1',
      selfsigned: '2.4.1',
      'ts-loader': '9.6.2',
      tweetnacl: '1.0.3',
      typescript: '5.9.3',
      webpack: '5.113.0',
      xmlhttprequest: '1.8.0',
    },
  });
}
