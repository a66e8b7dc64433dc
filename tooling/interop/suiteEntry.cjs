// The entry of the bundle of pusher-js's own integration suite: its specs, over WebSockets with and without TLS.
require('core/pusher');

const transports = [
  { transport: 'ws', forceTLS: false },
  { transport: 'ws', forceTLS: true },
];
const shared = require.context('suite/core', true, /_spec$/);
for (const key of shared.keys()) shared(key)(transports);
if (RUNTIME === 'web') {
  const own = require.context('suite/web', true, /_spec$/);
  for (const key of own.keys()) own(key);
}
