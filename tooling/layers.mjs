// Dependency direction: in core a file imports only its own layer or lower ones, and each package imports only the entries of
// its siblings, React and transports that its row allows. Tests are free.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';

/** Files of packages/core/src, lowest layer first; `folder/` stands for all files of a folder. */
const coreLayers = [
  [
    'errorCodes/',
    'errors',
    'errorCatalogue',
    'contractTypes',
    'emitter',
    'listeners',
    'timers',
    'environment',
    'pusherPort',
  ],
  [
    'store',
    'channelName',
    'eventName',
    'pattern',
    'contract',
    'channelArgument',
    'channelDescription',
    'validation',
  ],
  ['options', 'types'],
  [
    'eventFan',
    'identity',
    'envConfig',
    'withSocketId',
    'backoff',
    'coalescer',
    'clientEvents',
    'globalState',
    'channelStatus',
  ],
  [
    'enginePort',
    'loadEngine',
    'connection',
    'clientUserStore',
    'channelEntry',
    'channelLease',
    'channelRegistry',
  ],
  ['client'],
  ['singleton'],
  ['index', 'internal'],
  [
    'engine/channelState',
    'engine/frames',
    'engine/rateLimit',
    'engine/pendingAnswers',
    'engine/wake',
    'engine/connectionFault',
    'engine/pusherSource',
    'engine/authorizer',
    'engine/liveness',
  ],
  [
    'engine/reconnectSchedule',
    'engine/subscriptionStatus',
    'engine/channelWire',
    'engine/pusherSocket',
    'engine/encryptedEvents',
    'engine/memberStore',
  ],
  ['engine/connectionDriver', 'engine/channelSubscription', 'engine/signIn', 'engine/sendClientEvent'],
  ['engine/channelDriver'],
  ['engine/channelRouter'],
  ['engine/index'],
  ['testing/'],
];
/** The one file that reaches up: it loads the engine, which a page begins without. */
const door = 'loadEngine.ts';

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
  'packages/tanstack-query/src/react': [...core, '@channelkit/react', '@tanstack/react-query', 'react'],
};
const guarded = /^(@channelkit\/|@tanstack\/|react($|\/)|react-dom($|\/)|pusher-js($|\/))/;

const problems = new Set();
for (const file of globSync('packages/*/src/**/*.{ts,tsx}').sort()) {
  if (/\.test(-d)?\.tsx?$/.test(file)) continue;
  for (const imported of importsOf(file)) {
    const problem = imported.startsWith('.') ? upward(file, imported) : foreign(file, imported);
    if (problem) problems.add(`${file}: ${problem}`);
  }
}
console.log([...problems].join('\n') || 'layers: every import points down');
process.exitCode = problems.size > 0 ? 1 : 0;

function importsOf(file) {
  const { module } = parseSync(file, readFileSync(file, 'utf8'));
  const reexports = module.staticExports.flatMap((e) => e.entries.map((entry) => entry.moduleRequest?.value));
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) =>
    readFileSync(file, 'utf8').slice(start, end).replaceAll(/['"]/g, ''),
  );
  return new Set(
    [...module.staticImports.map((i) => i.moduleRequest.value), ...reexports, ...dynamic].filter(Boolean),
  );
}

function upward(file, imported) {
  const root = 'packages/core/src/';
  if (!file.startsWith(root)) return;
  const from = layerOf(file.slice(root.length));
  const to = layerOf(path.join(path.dirname(file), imported).slice(root.length));
  if (file === root + door) return;
  if (from === -1) return 'has no layer; give it one in tooling/layers.mjs';
  if (to > from) return `imports ${imported}, which is ${to - from} layers above it`;
}

function layerOf(name) {
  const noun = name.replace(/\.tsx?$/, '');
  return coreLayers.findIndex((layer) =>
    layer.some((each) => (each.endsWith('/') ? noun.startsWith(each) : noun === each)),
  );
}

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
