// What a provider and one event hook weigh, minified and gzipped, without react and pusher-js, with the page and with what its first
// connection loads besides: pnpm -C bench react-size
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { report } from '../report.ts';

const entries: Readonly<Record<string, string>> = {
  'ChannelKit, without a contract': `import { PusherProvider, usePusherEvent } from '@channelkit/react'; window.used = [PusherProvider, usePusherEvent]`,
  'ChannelKit, every hook and the contract': `import * as used from '@channelkit/react'; window.used = { ...used }`,
  '@laravel/echo-react': `import { configureEcho, useEcho } from '@laravel/echo-react'; window.used = [configureEcho, useEcho]`,
  '@harelpls/use-pusher': `import { PusherProvider, useChannel, useEvent } from '@harelpls/use-pusher'; window.used = [PusherProvider, useChannel, useEvent]`,
};

interface Weight {
  /** Bytes that the page itself loads. */
  readonly page: number;
  /** Those and what is loaded with pusher-js. */
  readonly connected: number;
}

async function weigh(code: string): Promise<Weight> {
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
  const [entry] = chunks;
  const sizeOf = (files: typeof chunks) => files.reduce((sum, file) => sum + gzipSync(file.code).length, 0);
  const first = chunks.filter((chunk) => chunk === entry || entry?.imports.includes(chunk.fileName));
  return { page: sizeOf(first), connected: sizeOf(chunks) };
}

const kB = (bytes: number) => (bytes / 1_000).toFixed(1);
const pusherJs = readFileSync(createRequire(import.meta.url).resolve('pusher-js/dist/web/pusher.min.js'));
const rows: string[][] = [];
for (const [name, code] of Object.entries(entries)) {
  const { page, connected } = await weigh(code);
  rows.push([name, `${kB(page)} kB`, `${kB(connected)} kB`]);
}
rows.push(['pusher-js, which all of them load', '', `${kB(gzipSync(pusherJs).length)} kB`]);
report({ name: 'react-size', columns: ['', 'with the page', 'with the first connection'], rows });
