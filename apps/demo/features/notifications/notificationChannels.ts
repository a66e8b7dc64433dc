import { notificationEvents } from './notifications.ts';

/** The channel of each person's own notifications. */
export const notificationChannels = {
  'private-supplier.notifications.{userId}': notificationEvents,
} as const;
