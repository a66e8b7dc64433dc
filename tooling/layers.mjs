// Which way imports point: within a package a folder imports only from folders before it, and each package imports only the
// entries of its siblings, React and transports that its row allows. Tests are free.

import { importGraph, requestsOf, sourcesOf } from './importGraph.mjs';
import { layerProblems } from './layerProblems.mjs';

/** A line of folder names, lowest first, for each folder that has layers; a file counts as a folder of its name. */
const lines = {
  'packages/core/src': `
    errorCodes, errors, errorCatalogue, contractTypes, emitter, listeners, timers, environment, pusherPort
    < store, channelName, eventName, pattern, contract, channelArgument, channelDescription, validation
    < options, types
    < eventFan, identity, envConfig, withSocketId, backoff, coalescer, clientEvents, globalState, channelStatus
    < enginePort, loadEngine, connection, clientUserStore, channelEntry, channelLease, channelRegistry
    < client
    < singleton
    < index, internal
    < engine
    < testing`,
  'packages/core/src/engine': `
    channelState, frames, rateLimit, pendingAnswers, wake, connectionFault, pusherSource, authorizer, liveness
    < reconnectSchedule, subscriptionStatus, channelWire, pusherSocket, encryptedEvents, memberStore
    < connectionDriver, channelSubscription, signIn, sendClientEvent
    < channelDriver
    < channelRouter
    < index`,
  'packages/react/src': `
    lib, debug < provider < observers < types < hooks < contract < index, index.react-server, internal, notifications, testing`,
};
/** The one file that reaches up: it loads the engine, which a page begins without. */
const door = 'packages/core/src/loadEngine.ts';

const core = ['@channelkit/core', '@channelkit/core/internal'];
/** What the sources under a folder may import of ours, React, TanStack and pusher-js; the longest matching folder counts. */
const allowed = {
  'packages/core/src': [],
  'packages/core/src/pusherPort.ts': ['pusher-js'],
  'packages/core/src/loadEngine.ts': ['pusher-js'],
  'packages/dev-server/src': [],
  'packages/server/src': core,
  'packages/react/src': [...core, 'react'],
  'packages/react/src/testing': [...core, '@channelkit/core/testing', 'react'],
  'packages/tanstack-query/src': core,
  'packages/tanstack-query/src/react': [
    ...core,
    '@channelkit/react',
    '@channelkit/react/internal',
    '@tanstack/react-query',
    'react',
  ],
};
const guarded = /^(@channelkit\/|@tanstack\/|react($|\/)|react-dom($|\/)|pusher-js($|\/))/;

const problems = new Set();
for (const [folder, line] of Object.entries(lines)) {
  const graph = importGraph(folder);
  graph.delete(door);
  for (const problem of layerProblems(folder, line, graph)) problems.add(problem);
}
for (const file of sourcesOf('packages/*/src')) {
  for (const imported of requestsOf(file)) {
    const problem = foreign(file, imported);
    if (problem) problems.add(`${file}: ${problem}`);
  }
}
console.log([...problems].join('\n') || 'layers: every import points down');
process.exitCode = problems.size > 0 ? 1 : 0;

function foreign(file, imported) {
  if (!guarded.test(imported)) return;
  const folder = Object.keys(allowed)
    .filter((prefix) => file.startsWith(prefix))
    .sort((a, b) => b.length - a.length)[0];
  const list = allowed[folder] ?? [];
  const fits = list.some((name) => imported === name || (name === 'react' && imported.startsWith('react/')));
  if (!fits)
    return `may not import ${imported}; allowed here: ${list.join(', ') || 'none of the guarded packages'}`;
}
