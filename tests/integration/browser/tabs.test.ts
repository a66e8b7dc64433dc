import type { BrowserContext, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserStage, openBrowserStage } from './browserStage.ts';

let stage: BrowserStage;
beforeAll(async () => {
  stage = await openBrowserStage();
});
afterAll(() => stage.end());

const newContext = () => stage.browser.newContext();

afterEach(async () => {
  await Promise.all(stage.browser.contexts().map((context) => context.close()));
  await stage.untilAlone();
});

/** Opens tabs that share a socket. */
async function openTabs(count: number): Promise<{ context: BrowserContext; tabs: Page[] }> {
  const context = await newContext();
  const tabs: Page[] = [];
  for (let index = 0; index < count; index += 1) tabs.push(await stage.open(context));
  return { context, tabs };
}

const stateOf = (tab: Page) =>
  tab.evaluate(() => ({ ...window.page.tabs(), heard: window.page.heard, gaps: window.page.gaps }));

async function leaderOf(tabs: readonly Page[]): Promise<Page> {
  const states = await Promise.all(tabs.map(stateOf));
  expect(states.filter(({ isLeader }) => isLeader)).toHaveLength(1);
  return tabs[states.findIndex(({ isLeader }) => isLeader)] as Page;
}

/** Waits until these tabs have been told of a change of the lead. On a busy machine a leader that is slow is followed by another. */
async function untilTold(tabs: readonly Page[]): Promise<void> {
  for (const tab of tabs) await expect.poll(async () => (await stateOf(tab)).gaps).toBeGreaterThan(0);
}

/** Waits until all of these tabs are live again with one leader among them. */
async function untilLed(tabs: readonly Page[]): Promise<void> {
  await expect
    .poll(async () => {
      const live = await Promise.all(tabs.map((tab) => tab.evaluate(() => window.page.isLive())));
      const states = await Promise.all(tabs.map(stateOf));
      return live.every(Boolean) && states.filter(({ isLeader }) => isLeader).length === 1;
    })
    .toBe(true);
}

const hear = async (tabs: readonly Page[], n: number) => {
  stage.send(n);
  for (const tab of tabs) await expect.poll(async () => (await stateOf(tab)).heard).toContain(n);
};

describe.each([2, 5, 20])('%i tabs', (count) => {
  it('have one socket and one authorization, and each gets every event (21)', {
    timeout: 120_000,
  }, async () => {
    const before = stage.authorizations();
    const { tabs } = await openTabs(count);
    expect(stage.server.connections()).toHaveLength(1);
    expect(stage.authorizations() - before).toBe(1);
    await hear(tabs, 1);
    await expect.poll(async () => (await stateOf(tabs[0] as Page)).count).toBe(count);
    // One of them acts.
    await expect
      .poll(async () => (await Promise.all(tabs.map((tab) => tab.evaluate(() => window.page.acted)))).flat())
      .toEqual(['event 1']);
  });
});

const ends: Record<string, (tab: Page, context: BrowserContext) => Promise<unknown>> = {
  'is closed': (tab) => tab.close(),
  'is closed with its handlers': (tab) => tab.close({ runBeforeUnload: true }),
  crashes: async (tab, context) => {
    const session = await context.newCDPSession(tab);
    // The page never answers.
    void session.send('Page.crash').catch(() => {});
    await tab.waitForEvent('crash');
  },
  'is about to be frozen': (tab) => tab.evaluate(() => document.dispatchEvent(new Event('freeze'))),
  'goes to another page': (tab) => tab.goto('about:blank'),
};

describe('a leading tab', () => {
  it.each(Object.entries(ends))(
    'that %s is followed by another, and the others are told (22)',
    async (_, end) => {
      const { context, tabs } = await openTabs(3);
      const leader = await leaderOf(tabs);
      const others = tabs.filter((tab) => tab !== leader);
      await end(leader, context);
      await untilTold(others);
      await untilLed(others);
      await hear(others, 1);
      await expect.poll(() => stage.server.connections().length).toBe(1);
    },
  );

  it('that hangs is followed by another, and joins it when it wakes (22)', async () => {
    const { context, tabs } = await openTabs(3);
    const leader = await leaderOf(tabs);
    const others = tabs.filter((tab) => tab !== leader);
    const session = await context.newCDPSession(leader);
    await session.send('Debugger.enable');
    await session.send('Debugger.pause');
    await untilTold(others);
    await untilLed(others);
    await hear(others, 1);
    await session.send('Debugger.resume');
    await session.send('Debugger.disable');
    await untilTold([leader]);
    await untilLed(tabs);
    await hear(tabs, 2);
    await expect.poll(() => stage.server.connections().length).toBe(1);
  });

  it('that comes back from the back/forward cache joins the others (22)', async () => {
    const { tabs } = await openTabs(2);
    const leader = await leaderOf(tabs);
    const others = tabs.filter((tab) => tab !== leader);
    await leader.goto('about:blank');
    await untilLed(others);
    await leader.goBack();
    await leader.waitForFunction(() => window.page?.isLive());
    await untilLed(tabs);
    await hear(tabs, 1);
    expect(stage.server.connections()).toHaveLength(1);
  });
});

it('of two users, or of two browser contexts, do not share', async () => {
  const context = await newContext();
  await stage.open(context, { user: '1' });
  await stage.open(context, { user: '1' });
  await stage.open(context, { user: '2' });
  expect(stage.server.connections()).toHaveLength(2);
  await stage.open(await newContext(), { user: '1' });
  expect(stage.server.connections()).toHaveLength(3);
});

it('acts in one tab for an id, also while the leading tab is closed (23)', async () => {
  const { tabs } = await openTabs(5);
  const leader = await leaderOf(tabs);
  const others = tabs.filter((tab) => tab !== leader);
  const acting = Promise.all(others.map((tab) => tab.evaluate(() => window.page.act('print'))));
  await leader.close();
  expect((await acting).filter(Boolean)).toHaveLength(1);
});
