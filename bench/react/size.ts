// What a page loads for a provider and one event hook, minified and gzipped, without react and pusher-js: pnpm -C bench react-size
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

const entries: Readonly<Record<string, string>> = {
  'ChannelKit, without a contract': `export { PusherProvider, usePusherEvent } from '@channelkit/react'`,
  'ChannelKit, every hook and the contract': `export * from '@channelkit/react'`,
  '@laravel/echo-react': `export { configureEcho, useEcho } from '@laravel/echo-react'`,
  '@harelpls/use-pusher': `export { PusherProvider, useChannel, useEvent } from '@harelpls/use-pusher'`,
};

async function sizeOf(code: string): Promise<number> {
  const build = await rolldown({
    input: 'entry',
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
  const { output } = await build.generate({ minify: true, codeSplitting: false });
  return gzipSync(output[0].code).length;
}

const pusherJs = readFileSync(createRequire(import.meta.url).resolve('pusher-js/dist/web/pusher.min.js'));
process.stdout.write('| | kB |\n| --- | --- |\n');
for (const [name, code] of Object.entries(entries)) {
  process.stdout.write(`| ${name} | ${((await sizeOf(code)) / 1_000).toFixed(1)} |\n`);
}
process.stdout.write(
  `| pusher-js, which all of them load | ${(gzipSync(pusherJs).length / 1_000).toFixed(1)} |\n`,
);
