// What a write costs the demo's server, and how long it takes to show on a page.
//   pnpm -C bench demo-writes [--profile folder]
import { parseArgs } from 'node:util';
import { launchOptions } from '@channelkit/tooling/browser';
import { chromium } from '@playwright/test';
import { report } from '../report.ts';
import { BoardClient } from './boardClient.ts';
import { DemoServer } from './demoServer.ts';
import { Person } from './person.ts';

const { values } = parseArgs({ options: { profile: { type: 'string' } } });
const perSecond = 20;
const seconds = 15;
const clients = 50;

const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;

/** Sends orders evenly spaced; gives when each one was sent. */
async function write(people: readonly Person[], count: number): Promise<Map<number, number>> {
  const sentAt = new Map<number, number>();
  const begun = Date.now();
  const orders: Promise<void>[] = [];
  for (let index = 0; index < count; index++) {
    await new Promise((resolve) => setTimeout(resolve, begun + (index * 1000) / perSecond - Date.now()));
    const at = Date.now();
    const person = people[index % people.length];
    if (person) orders.push(person.order((index % 40) + 1).then((id) => void sentAt.set(id, at)));
  }
  await Promise.all(orders);
  return sentAt;
}

const server = await DemoServer.start(
  values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [],
);
const people = await Promise.all([1, 2, 3, 4].map((id) => Person.signIn(server.url, id)));
await write(people, perSecond * 3);

const cpuBefore = server.cpuTime();
const alone = await write(people, perSecond * seconds);
const cpu = (server.cpuTime() - cpuBefore) / alone.size;

const browser = await chromium.launch(launchOptions());
const context = await browser.newContext();
const [ada] = people;
if (!ada) throw new Error('Nobody is signed in.');
await context.addCookies(
  ada.cookie.split('; ').map((cookie) => {
    const [name = '', value = ''] = cookie.split('=');
    return { name, value, url: server.url };
  }),
);
const page = await context.newPage();
// When an order first stood on the page, by the clock that the writer uses too.
await page.addInitScript(() => {
  const shown: Record<string, number> = {};
  Object.assign(globalThis, { shown });
  new MutationObserver(() => {
    for (const card of document.querySelectorAll('[data-order]'))
      shown[card.getAttribute('data-order') ?? ''] ??= Date.now();
  }).observe(document, { subtree: true, childList: true });
});
await page.goto(`${server.url}/orders`);
await page.locator('[data-mode="live"]').waitFor();
const boards = await Promise.all(
  Array.from({ length: clients - 1 }, (_, index) => BoardClient.open(people[index % people.length] ?? ada)),
);
const cpuAt = server.cpuTime();
const sentAt = await write(people, perSecond * seconds);
const busy = (server.cpuTime() - cpuAt) / sentAt.size;
await page.waitForTimeout(3000);
const shown = await page.evaluate(() => (globalThis as unknown as { shown: Record<string, number> }).shown);
const waits = [...sentAt]
  .map(([id, at]) => (shown[id] ?? Number.POSITIVE_INFINITY) - at)
  .sort((one, other) => one - other);
report({
  name: 'demo-writes',
  columns: [`${perSecond} writes a second`, 'no page open', `${clients} clients`],
  rows: [
    ['CPU of the server for a write', `${cpu.toFixed(1)} ms`, `${busy.toFixed(1)} ms`],
    ['write to DOM: median', '', `${quantile(waits, 0.5)} ms`],
    ['write to DOM: 99 %', '', `${quantile(waits, 0.99)} ms`],
    ['fetches of all clients', '', String(boards.reduce((sum, { fetches }) => sum + fetches, 0))],
  ],
});
for (const board of boards) board.close();
await browser.close();
await server.stop();
