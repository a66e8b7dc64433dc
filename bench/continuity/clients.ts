// The pages of restart.ts, in a process of their own: told over IPC to open, and then to say when all are right.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page, Place } from './ways.ts';
import { ways } from './ways.ts';

const [index, count, channelCount, place] = process.argv.slice(2) as [string, string, string, string];
const way = ways[Number(index)];
if (!way) throw new Error('There is no such way');
const channels = Array.from({ length: Number(channelCount) }, (_, n) => `${way.prefix}${n}`);
const [changing] = channels as [string];
const pages: Page[] = [];

/** Until it is so for all, or for as many as it will be within the limit. */
async function until(isSo: (page: Page) => boolean, limit: number): Promise<{ at: number; right: number }> {
  const end = Date.now() + limit;
  for (;;) {
    const right = pages.filter(isSo).length;
    if (right === pages.length || Date.now() > end) return { at: Date.now(), right };
    await sleep(20);
  }
}
const isReady = ({ shown, isLive }: Page) => isLive() && channels.every((name) => shown.has(name));

async function tellWhenRight(): Promise<void> {
  const end = await until((page) => page.isLive() && page.shown.get(changing) === 1, 60_000);
  // Requests that are still on their way belong to it.
  await sleep(2_000);
  process.send?.(end);
}
process.on('message', () => void tellWhenRight());

for (let n = 0; n < Number(count); n += 1) {
  pages.push(way.open(JSON.parse(place) as Place, channels));
  // Not all at once: it is the restart that is measured.
  if (n % 20 === 19) await until(isReady, 60_000);
}
const { right } = await until(isReady, 60_000);
if (right < pages.length) throw new Error(`Only ${right} pages came up`);
process.send?.({ changing });
