import { expect, type Page } from '@playwright/test';
import type { CourseClass } from '../../features/classes/classes.ts';
import type { Leaderboard } from '../../features/leaderboard/leaderboard.ts';
import type { PushSettings } from '../../features/push-settings/pushSettings.ts';
import type { Visitor } from './visitor.ts';

/** What {@link changeEverything} changed, as pages show it. */
export interface Change {
  /** Unique; stands wherever people write. */
  readonly text: string;
  readonly unpaid: number;
  readonly orderNumber: number;
  readonly score: number;
  readonly step: number;
}

/** A page that follows what others do. */
export interface LivePage {
  readonly path: (invoiceId: number) => string;
  /** The link of the sidebar that leads to it; null for one that is reached otherwise. */
  readonly link: RegExp | null;
  /** Whether it fetches what it missed, and polls; a monitor shows only what passes by. */
  readonly catchesUp: boolean;
  /** Whether it says how it gets its data. */
  readonly hasMark: boolean;
  readonly isForAdmin?: true;
  /** Whether it can be seen without signing in. */
  readonly isPublic?: true;
  readonly shows: (page: Page, change: Change) => Promise<void>;
}

const usual = { catchesUp: true, hasMark: true } as const;

/** Every page that shows what changes elsewhere. */
export const livePages: readonly LivePage[] = [
  {
    ...usual,
    path: () => '/',
    link: /^Overview/,
    isPublic: true,
    hasMark: false,
    shows: (page, { unpaid }) =>
      expect(page.getByRole('navigation').getByText(`${unpaid} unpaid`)).toBeVisible(),
  },
  {
    ...usual,
    path: () => '/app/invoices',
    link: /^Invoices/,
    shows: (page, { text }) => expect(page.getByRole('table').getByText(text)).toBeVisible(),
  },
  {
    ...usual,
    path: (invoiceId) => `/app/invoices/${invoiceId}`,
    link: null,
    shows: (page, { text }) =>
      expect(page.getByRole('region', { name: /^Invoice INV/ }).getByText(text)).toBeVisible(),
  },
  {
    ...usual,
    path: (invoiceId) => `/pay/${invoiceId}`,
    link: null,
    shows: (page, { text }) => expect(page.getByText(text)).toBeVisible(),
  },
  {
    ...usual,
    path: () => '/orders',
    link: /^Orders/,
    shows: (page, { orderNumber }) =>
      expect(page.locator('[data-column="new"]').getByText(`#${orderNumber} `)).toBeVisible(),
  },
  {
    ...usual,
    path: () => '/print-jobs',
    link: /^Print jobs/,
    shows: (page, { orderNumber }) =>
      expect(page.locator('[data-print-job]').getByText(`#${orderNumber} `)).toBeVisible(),
  },
  {
    ...usual,
    path: () => '/chat',
    link: /^Chat/,
    shows: (page, { text }) => expect(page.getByRole('log').getByText(text)).toBeVisible(),
  },
  {
    ...usual,
    path: () => '/leaderboard',
    link: /^Leaderboard/,
    isPublic: true,
    shows: (page, { score }) =>
      expect(page.locator('[data-player="2"]')).toContainText(score.toLocaleString('en-IE')),
  },
  {
    ...usual,
    path: () => '/notifications',
    link: /^Notifications/,
    shows: (page, { text }) =>
      expect(page.getByRole('region', { name: 'For you' }).getByText(text)).toBeVisible(),
  },
  {
    ...usual,
    path: () => '/classes/breath-101',
    link: /^Classes/,
    shows: (page, { step }) => expect(page.locator('[data-step]')).toHaveAttribute('data-step', String(step)),
  },
  {
    path: () => '/pusher-test',
    link: /^Playground/,
    catchesUp: false,
    hasMark: false,
    shows: (page, { text }) => expect(page.getByRole('log').getByText(text)).toBeVisible(),
  },
  {
    ...usual,
    path: () => '/settings/push-notifications',
    link: /^Settings/,
    hasMark: false,
    isForAdmin: true,
    shows: (page, { text }) => expect(page.getByLabel('Pusher Cluster')).toHaveValue(text),
  },
];

/** Changes something on every page: what belongs to `owner` as themselves, the settings as `admin`. */
export async function changeEverything(owner: Visitor, admin: Visitor, invoiceId: number): Promise<Change> {
  const text = `change-${Date.now().toString(36)}`;
  const send = async <TAnswer>(by: Visitor, method: string, path: string, data: object): Promise<TAnswer> => {
    const answer = await by.api.fetch(`${by.url}/api/${path}`, { method, data });
    expect(answer.ok(), `${method} ${path}: ${answer.status()}`).toBe(true);
    return answer.json();
  };
  await owner.createInvoice(1_00, { customer: text });
  await send(owner, 'PATCH', `invoices/${invoiceId}`, { note: text });
  const order = { tableNumber: 5, items: [{ name: 'Lemon tart', quantity: 1 }] };
  const { number } = await send<{ number: number }>(owner, 'POST', 'orders', order);
  await send(owner, 'POST', 'chat', { message: text });
  const board = await send<Leaderboard>(owner, 'POST', 'leaderboard', { userId: '2', points: 1 });
  await send(owner, 'POST', 'notifications', { event: 'notification', userId: 1, title: text });
  const { step, steps } = await send<CourseClass>(owner, 'GET', 'classes/breath-101', {});
  const next = (step + 1) % (steps + 1);
  await send(owner, 'PATCH', 'classes/breath-101', { step: next });
  // Nothing is kept of a test event: with no protocol server it is refused.
  const passing = { channel: 'test-channel', event: 'test-event', data: { text } };
  expect([200, 503]).toContain((await owner.api.post(`${owner.url}/api/pusher`, { data: passing })).status());
  const before = await send<PushSettings>(admin, 'GET', 'settings/push', {});
  await send(admin, 'PUT', 'settings/push', {
    enabled: before.enabled,
    appId: before.appId,
    key: before.key,
    cluster: text,
  });
  return {
    text,
    unpaid: (await owner.summary()).outstandingCount,
    orderNumber: number,
    score: board.leaderboard.find(({ userId }) => userId === '2')?.score ?? 0,
    step: next,
  };
}
