import { defineChannels } from '@channelkit/core';
import { chatChannels } from '../features/chat/chatChannels.ts';
import { classChannels } from '../features/classes/classChannels.ts';
import { invoiceChannels } from '../features/invoices/invoiceChannels.ts';
import { leaderboardChannels } from '../features/leaderboard/leaderboardChannels.ts';
import { notificationChannels } from '../features/notifications/notificationChannels.ts';
import { orderChannels } from '../features/orders/orderChannels.ts';
import { printJobChannels } from '../features/print-jobs/printJobChannels.ts';
import { pushSettingsChannels } from '../features/push-settings/pushSettingsChannels.ts';

/**
 * The contract of the demo, shared by the server and every page: each feature defines its own channels.
 * `NEXT_PUBLIC_PRIVATE_PREFIX=false`, read at build time, drops `private-` for a back end that still sends to the public
 * names. Anyone who has the app key can then read those channels.
 */
export const channels = defineChannels(
  {
    ...invoiceChannels,
    ...chatChannels,
    ...notificationChannels,
    ...pushSettingsChannels,
    ...classChannels,
    ...leaderboardChannels,
    ...orderChannels,
    ...printJobChannels,
  },
  { privatePrefix: process.env.NEXT_PUBLIC_PRIVATE_PREFIX !== 'false' },
);
