import type { Page } from '@playwright/test';
import { type Change, changeEverything, type LivePage, livePages } from './support/everyPage.ts';
import { test as base, expect } from './support/test.ts';
import type { Visitor } from './support/visitor.ts';

interface World {
  readonly owner: Visitor;
  readonly admin: Visitor;
  readonly invoiceId: number;
  /** A window for every page, live. */
  readonly windows: readonly { readonly page: Page; readonly live: LivePage }[];
  /** Somebody elsewhere changes something on each of them. */
  readonly change: () => Promise<Change>;
  /** Expects every window, or those that `which` takes, to show a change. */
  readonly show: (change: Change, which?: (live: LivePage) => boolean) => Promise<void>;
}

const test = base.extend<{ world: World }>({
  world: async ({ visit }, provide) => {
    const [owner, admin, elsewhere, admins] = await Promise.all([visit(1), visit(4), visit(1), visit(4)]);
    const { id: invoiceId } = await owner.createInvoice(10_00);
    const windows: { page: Page; live: LivePage }[] = [];
    for (const live of livePages) {
      const page = await (live.isForAdmin ? admin : owner).openLive(live.path(invoiceId));
      windows.push({ page, live });
    }
    for (const { page, live } of windows)
      if (live.hasMark) await expect(page.locator('[data-mode="live"]')).toBeVisible();
    await provide({
      owner,
      admin,
      invoiceId,
      windows,
      change: () => changeEverything(elsewhere, admins, invoiceId),
      show: async (change, which = () => true) => {
        for (const { page, live } of windows)
          if (which(live)) await test.step(live.path(invoiceId), () => live.shows(page, change));
      },
    });
  },
});

const catchesUp = ({ catchesUp: does }: LivePage): boolean => does;

test('every page shows changes from another window, also after a reload', async ({ world }) => {
  const change = await world.change();
  await world.show(change);
  await Promise.all(world.windows.map(({ page }) => page.reload()));
  await world.show(change, catchesUp);
});

test('every page that was offline catches up when it is back, and stays live (7, 8)', async ({
  world,
  expectedErrors,
}) => {
  expectedErrors.push(/ERR_INTERNET_DISCONNECTED|WebSocket/);
  for (const { context } of [world.owner, world.admin]) await context.setOffline(true);
  // A socket that does not answer is known to be dead within 40 s.
  for (const { page } of world.windows)
    await expect(page.locator('[data-connection="reconnecting"]')).toBeVisible({ timeout: 45_000 });
  const missed = await world.change();
  for (const { context } of [world.owner, world.admin]) await context.setOffline(false);
  await world.show(missed, catchesUp);
  for (const { page } of world.windows)
    await expect(page.locator('[data-connection="connected"]')).toBeVisible();
  await world.show(await world.change());
});

test('every page polls while the protocol server is down, and is live once another one replaces it (003.2, 10)', async ({
  world,
  protocol,
  expectedErrors,
}) => {
  expectedErrors.push(/WebSocket/);
  await protocol.kill();
  for (const { page, live } of world.windows)
    if (live.hasMark) await expect(page.locator('[data-mode="polling"]')).toBeVisible();
  await world.show(await world.change(), catchesUp);
  await protocol.comeBack();
  for (const { page, live } of world.windows) {
    await expect(page.locator('[data-connection="connected"]')).toBeVisible({ timeout: 40_000 });
    if (live.hasMark) await expect(page.locator('[data-mode="live"]')).toBeVisible();
  }
  await world.show(await world.change());
});

test('every page whose channels are refused shows that and polls (8, 10, 11)', async ({
  world,
  protocol,
  expectedErrors,
}) => {
  expectedErrors.push(/403/);
  const refused = { status: 403, json: { detail: 'Not at this moment.' } };
  for (const { context } of [world.owner, world.admin])
    await context.route('**/api/pusher/auth', (route) => route.fulfill(refused));
  protocol.server.destroy();
  for (const { page, live } of world.windows) {
    await expect(page.locator('[data-connection="connected"]')).toContainText('Partly live');
    // The leaderboard's channel is public: nobody has to allow it.
    const mode = live.path(0) === '/leaderboard' ? 'live' : 'polling';
    if (live.hasMark) await expect(page.locator(`[data-mode="${mode}"]`)).toBeVisible();
  }
  await world.show(await world.change());
});
