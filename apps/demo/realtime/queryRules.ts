import { defineQueryRules } from '@channelkit/tanstack-query';
import { chatRules } from '../features/chat/chatRules.ts';
import { classRules } from '../features/classes/classRules.ts';
import { invoiceRules } from '../features/invoices/invoiceRules.ts';
import { leaderboardRules } from '../features/leaderboard/leaderboardRules.ts';
import { notificationRules } from '../features/notifications/notificationRules.ts';
import { orderRules } from '../features/orders/orderRules.ts';
import { printJobRules } from '../features/print-jobs/printJobRules.ts';
import { pushSettingsRules } from '../features/push-settings/pushSettingsRules.ts';
import { channels } from './channels.ts';

/** Which events make which queries stale; the same rules catch up after a gap. Each feature writes its own. */
export const queryRules = defineQueryRules(channels, (on) =>
  [
    invoiceRules,
    notificationRules,
    classRules,
    orderRules,
    printJobRules,
    pushSettingsRules,
    chatRules,
    leaderboardRules,
  ].flatMap((write) => write(on)),
);
