// The size of a provider and one event hook, minified and gzipped, without react and pusher-js: with the page, and with the code that its
// first connection loads. The cipher for encrypted channels is not included: pnpm -C bench react-size
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { report } from '../report.ts';

interface Entry {
  readonly code: string;
  /** Modules that the first connection loads. */
  readonly loads?: readonly string[];
}

const entries: Readonly<Record<string, Entry>> = {
  'ChannelKit, without a contract': {
    code: `import { PusherProvider, usePusherEvent } from '@channelkit/react'; window.used = [PusherProvider, usePusherEvent]`,
    loads: ['/client/socketParts.js', '/transport/pusherJs.js'],
  },
  'ChannelKit, without a contract, with durable channels': {
    code: `import { PusherProvider, usePusherEvent } from '@channelkit/react'; window.used = [PusherProvider, usePusherEvent]`,
    loads: ['/client/socketParts.js', '/transport/pusherJs.js', '/channel/resumer.js'],
  },
  'ChannelKit, without a contract, with shared tabs': {
    code: `import { PusherProvider, usePusherEvent } from '@channelkit/react'; window.used = [PusherProvider, usePusherEvent]`,
    loads: ['/client/socketParts.js', '/transport/pusherJs.js', '/tabs/sharedTransport.js'],
  },
  'ChannelKit, every hook and the contract': {
    code: `import * as used from '@channelkit/react'; window.used = { ...used }`,
    loads: ['/client/socketParts.js', '/transport/pusherJs.js'],
  },
  'ChannelKit without a contract, with `webSocketTransport()`': {
    code: `import { PusherProvider, usePusherEvent } from '@channelkit/react'; import { webSocketTransport } from '@channelkit/core/websocket'; window.used = [PusherProvider, usePusherEvent, webSocketTransport]`,
    loads: ['/client/socketParts.js'],
  },
  '@laravel/echo-react': {
    code: `import { configureEcho, useEcho } from '@laravel/echo-react'; window.used = [configureEcho, useEcho]`,
  },
  '@harelpls/use-pusher': {
    code: `import { PusherProvider, useChannel, useEvent } from '@harelpls/use-pusher'; window.used = [PusherProvider, useChannel, useEvent]`,
  },
};

interface Weight {
  /** Bytes that the page itself loads. */
  readonly page: number;
  /** Those and the bytes that the first connection loads. */
  readonly connected: number;
}

async function weigh({ code, loads = [] }: Entry): Promise<Weight> {
  const build = await rolldown({
    input: 'entry',
    // As the build of an application, which exports nothing.
    preserveEntrySignatures: false,
    external: [/^react(-dom)?(\/|$)/, 'pusher-js'],
    platform: 'browser',
    checks: { moduleLevelDirective: false },
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'entry' ? `${import.meta.dirname}/entry.js` : null),
        load: (id) => (id.endsWith('/react/entry.js') ? code : null),
      },
    ],
  });
  const { output } = await build.generate({ minify: true });
  const chunks = output.filter((file) => file.type === 'chunk');
  /** Bytes of the chunks of some modules and of everything that they import. */
  const sizeOf = (modules: readonly string[]) => {
    const wanted = new Set(
      modules.map((module) => {
        const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(module));
        if (!chunk) throw new Error(`${module} has no chunk`);
        return chunk;
      }),
    );
    // A set that grows while it is iterated: imports of imports are added too.
    for (const { imports } of wanted)
      for (const chunk of chunks) if (imports.includes(chunk.fileName)) wanted.add(chunk);
    return [...wanted].reduce((sum, chunk) => sum + gzipSync(chunk.code).length, 0);
  };
  return { page: sizeOf(['/react/entry.js']), connected: sizeOf(['/react/entry.js', ...loads]) };
}

const kB = (bytes: number) => (bytes / 1_000).toFixed(1);
const pusherJs = readFileSync(createRequire(import.meta.url).resolve('pusher-js/dist/web/pusher.min.js'));
const rows: string[][] = [];
for (const [name, entry] of Object.entries(entries)) {
  const { page, connected } = await weigh(entry);
  rows.push([name, `${kB(page)} kB`, `${kB(connected)} kB`]);
}
rows.push([
  'pusher-js, which all but `webSocketTransport()` load',
  '',
  `${kB(gzipSync(pusherJs).length)} kB`,
]);
report({ name: 'react-size', columns: ['', 'with the page', 'with the first connection'], rows });
