// What each page of the demo loads: kilobytes over the network, by kind, in a browser without a cache.
//   pnpm -C bench demo-pages
import { launchOptions } from '@channelkit/tooling/browser';
import { type BrowserContext, chromium } from '@playwright/test';
import { DemoServer } from './demoServer.ts';
import { Person } from './person.ts';

const paths = [
  '/',
  '/sign-in',
  '/app/invoices',
  '/app/invoices/4',
  '/pay/4',
  '/orders',
  '/print-jobs',
  '/chat',
  '/leaderboard',
  '/notifications',
  '/classes/focus-lab',
  '/pusher-test',
];
const kinds = ['Document', 'Script', 'Stylesheet', 'Font'] as const;

async function measure(context: BrowserContext, url: string): Promise<Record<string, number>> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  const kindOf = new Map<string, string>();
  const bytes: Record<string, number> = {};
  session.on('Network.responseReceived', ({ requestId, type }) => kindOf.set(requestId, type));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kindOf.get(requestId) ?? 'Other';
    bytes[kind] = (bytes[kind] ?? 0) + encodedDataLength;
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.close();
  return bytes;
}

const server = await DemoServer.start();
const ada = await Person.signIn(server.url, 1);
const browser = await chromium.launch(launchOptions());
const context = await browser.newContext();
await context.addCookies(
  ada.cookie.split('; ').map((cookie) => {
    const [name = '', value = ''] = cookie.split('=');
    return { name, value, url: server.url };
  }),
);
const kilobytes = (bytes = 0): string => (bytes / 1024).toFixed(0).padStart(10);
console.log(['page'.padEnd(20), ...kinds.map((kind) => kind.padStart(10)), 'in all'.padStart(10)].join(''));
for (const path of paths) {
  const bytes = await measure(context, `${server.url}${path}`);
  const all = kinds.reduce((sum, kind) => sum + (bytes[kind] ?? 0), 0);
  console.log([path.padEnd(20), ...kinds.map((kind) => kilobytes(bytes[kind])), kilobytes(all)].join(''));
}
await browser.close();
await server.stop();
