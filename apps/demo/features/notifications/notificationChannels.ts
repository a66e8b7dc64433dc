import { channel } from '@channelkit/core';
import { notificationEvents } from './notifications.ts';

/** The channel of each person's own notifications. */
export const notificationChannels = {
  'private-supplier.notifications.{userId}': channel({ durable: true, events: notificationEvents }),
} as const;
