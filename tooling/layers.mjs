// Which way imports point. Within a package, a folder imports only from the folders before it. Across packages, a source imports only the
// entries that its row allows. Tests are free.

import { importGraph, requestsOf, sourcesOf } from './importGraph.mjs';
import { layerProblems } from './layerProblems.mjs';

/** A line of folder names, lowest first, for each folder that has layers; a file counts as a folder of its name. */
const lines = {
  'packages/core/src': `errors, lib < contract < transport < options, types, context
    < connection < tabs < channel < user < client < index, internal < testing`,
  'packages/react/src': `
    lib, debug < provider < observers < types < hooks < contract < index, index.react-server, internal, notifications, testing`,
};

const contract = ['@channelkit/core/contract', '@channelkit/core/contract/internal'];
const core = ['@channelkit/core', '@channelkit/core/internal'];
/** What the sources under a folder may import of ours, React, TanStack and pusher-js; the longest matching folder counts. */
const allowed = {
  'packages/core/src': [],
  'packages/core/src/transport/pusherApi.ts': ['pusher-js'],
  'packages/dev-server/src': [],
  'packages/server/src': contract,
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
  for (const problem of layerProblems(folder, line, importGraph(folder))) problems.add(problem);
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
