// Tests the packages as published: packed, installed, type-checked, imported, built into a Next app and watched in a
// browser. Each check counts as one test.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import { browserKinds } from './browser.ts';
import { runIn } from './outsideApp.mjs';
import { copyApp, serve } from './packedApp.mjs';
import { record } from './tally.mjs';
import { packages } from './workspace.mjs';

const app = { id: 'packed', key: 'packed-key', secret: `never-in-a-bundle-${process.pid}` };
const { folder, remove } = copyApp();
/** Client components: under `react-server` only a bundler, here Next's, can import them. */
const clientSide = new Set([
  '@channelkit/react',
  '@channelkit/react/testing',
  '@channelkit/react/internal',
  '@channelkit/react/notifications',
  '@channelkit/tanstack-query/react',
]);
const count = { passed: 0, failed: 0 };

await check('the tarballs install', () =>
  runIn(folder, 'pnpm install --prefer-offline --no-frozen-lockfile'),
);
for (const { name } of packages.flatMap(({ entries }) => entries)) {
  for (const condition of clientSide.has(name) ? ['node'] : ['node', 'react-server']) {
    await check(`${name} imports in plain Node (${condition}) and leaves nothing behind`, () =>
      imports(name, condition),
    );
  }
}
await check('next build', () => runIn(folder, 'next build', { PUSHER_APP_SECRET: app.secret }));
await check('the installed types hold without skipLibCheck', () => runIn(folder, 'tsc -p .'));
const browsers = browserKinds();
if (browsers.length === 0)
  await check('a browser is here', () => Promise.reject(new Error('There is none.')));
for (const browser of browsers) {
  await check(
    `${browser.kind}: an event sent with PusherService arrives on the page; a hook in a server component throws CK404`,
    () => onSite(browser, eventArrives),
  );
  await check(
    `${browser.kind}: the package's own provider works in a server layout, with a hook of a client page in it (5, 6)`,
    () => onSite(browser, serverLayoutProvides),
  );
}
await check('the secret is in no file that a browser gets (13)', () => {
  const leaks = globSync('.next/static/**/*.*', { cwd: folder }).filter((file) =>
    /never-in-a-bundle/.test(readFileSync(path.join(folder, file), 'utf8')),
  );
  if (leaks.length > 0) throw new Error(leaks.join('\n'));
});

if (count.failed > 0) console.log(`The app is left for a look: ${folder}`);
else remove();
record('packed', count);
process.exitCode = count.failed > 0 ? 1 : 0;

async function check(title, action) {
  try {
    await action();
    count.passed += 1;
    console.log(`✓ ${title}`);
  } catch (error) {
    count.failed += 1;
    console.log(`✗ ${title}\n${error.message}`);
  }
}

/** A timer, socket or global made at import would keep Node alive or show up. */
async function imports(name, condition) {
  const script = `const before = Object.keys(globalThis).length; await import('${name}');
    const left = process.getActiveResourcesInfo().filter((kind) => !/^(Pipe|TTY|FS)/.test(kind));
    if (left.length > 0 || Object.keys(globalThis).length !== before) throw new Error('left behind: ' + left);`;
  await runIn(
    folder,
    `node --conditions=${condition} --input-type=module -e "${script.replaceAll('\n', ' ')}"`,
  );
}

/** Shows the app in a browser, on a protocol server of its own. */
async function onSite({ options }, look) {
  const devServer = path.join(folder, 'node_modules/@channelkit/dev-server/dist/index.js');
  const { startDevServer } = await import(pathToFileURL(devServer).href);
  await using cleanup = new AsyncDisposableStack();
  const server = cleanup.adopt(await startDevServer({ port: 0, apps: [app] }), (each) => each.stop());
  const { hostname, port } = new URL(server.url);
  const env = {
    PUSHER_APP_ID: app.id,
    PUSHER_APP_KEY: app.key,
    PUSHER_APP_SECRET: app.secret,
    PUSHER_HOST: hostname,
    PUSHER_PORT: port,
    PUSHER_SCHEME: 'http',
    PUSHER_USE_TLS: 'false',
  };
  const { url } = cleanup.adopt(await serve(folder, env), (web) => web.stop());
  const browser = cleanup.adopt(await chromium.launch(options), (each) => each.close());

  const page = await browser.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await look({ page, url, server });
  if (errors.length > 0) throw new Error(errors.join('\n'));
}

async function eventArrives({ page, url }) {
  await page.goto(url);
  await page.getByText('live', { exact: true }).waitFor({ timeout: 15_000 });
  const paid = await page.request.post(`${url}/api/pay`);
  if (!paid.ok()) throw new Error(`the route handler answered ${paid.status()}: ${await paid.text()}`);
  await page.getByText('paid 120', { exact: true }).waitFor({ timeout: 15_000 });
  if ((await page.content()).includes(app.secret)) throw new Error('the page holds the secret (13)');
  await page.goto(`${url}/hook-in-server`);
  await page.getByText('CK404', { exact: true }).waitFor({ timeout: 15_000 });
}

async function serverLayoutProvides({ page, url, server }) {
  const name = 'supplier.notifications.8';
  const html = await (await page.request.get(`${url}/untyped`)).text();
  for (const part of [name, `Page: ${name} subscribing`]) {
    if (!html.includes(part)) throw new Error(`the server's HTML lacks "${part}":\n${html}`);
  }
  await page.goto(`${url}/untyped`);
  await page.getByText(`Page: ${name} subscribed`, { exact: true }).waitFor({ timeout: 15_000 });
  server.trigger(name, 'notification', { title: 'It has been shipped' });
  await page.getByText('It has been shipped', { exact: true }).waitFor({ timeout: 15_000 });
}
