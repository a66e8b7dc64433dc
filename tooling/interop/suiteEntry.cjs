// The entry of the bundle of pusher-js's own integration suite: its specs, over WebSockets with and without TLS.
require('core/pusher');

const transports = [
  { transport: 'ws', forceTLS: false },
  { transport: 'ws', forceTLS: true },
];
// webpack lists every spec under several names.
const once = (context) => context.keys().filter((key) => key.startsWith('./'));
const shared = require.context('suite/core', true, /_spec$/);
for (const key of once(shared)) shared(key)(transports);
if (RUNTIME === 'web') {
  const own = require.context('suite/web', true, /_spec$/);
  for (const key of once(own)) own(key);
}
