import { defineQueryRules, patch } from '@channelkit/tanstack-query';
import { channels } from './channels.ts';
import { addMessage, lacksMessage } from './chatQuery.ts';
import type { Leaderboard } from './leaderboard.ts';
import {
  chatKeys,
  classKeys,
  invoiceKeys,
  leaderboardKeys,
  notificationKeys,
  orderKeys,
  printJobKeys,
  settingsKeys,
} from './queryKeys.ts';

/** Which events make which queries stale; the same rules catch up after a gap. */
export const queryRules = defineQueryRules(channels, (on) => [
  on('private-invoice.{invoiceId}', '*', ({ params }) => [
    invoiceKeys.detail(params.invoiceId),
    invoiceKeys.payable(params.invoiceId),
  ]),
  on('private-user.{userId}.invoices', '*', () => [invoiceKeys.lists(), invoiceKeys.summary()]),
  on('private-supplier.notifications.{userId}', '*', ({ params }) => [notificationKeys.list(params.userId)]),
  on('private-class-{classId}-channel', '*', ({ params }) => [classKeys.detail(params.classId)]),
  on('private-progress-channel', '*', () => [classKeys.lists()]),
  on('private-orders', '*', () => [orderKeys.lists()]),
  on('private-print-jobs', '*', () => [printJobKeys.lists()]),
  on('notification-channel', 'settings.changed', () => [settingsKeys.push()]),
  // A message is whole in its event: it is written, not fetched.
  on(
    'private-chat-channel',
    'new-message',
    () => patch(chatKeys.messages(), addMessage, { isNewer: lacksMessage }),
    { catchUp: () => [chatKeys.messages()] },
  ),
  on(
    'leaderboard-channel',
    'ranking-update',
    () =>
      patch(leaderboardKeys.board(), (_old: Leaderboard, board: Leaderboard) => board, {
        isNewer: (old, board) => board.version > old.version,
      }),
    { catchUp: () => [leaderboardKeys.board()] },
  ),
]);
