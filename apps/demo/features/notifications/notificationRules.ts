import type { WriteRules } from '../../realtime/writeRules.ts';
import { notificationKeys } from './notificationKeys.ts';

/** Which notification queries an event makes stale. */
export const notificationRules: WriteRules = (on) => [
  on('private-supplier.notifications.{userId}', '*', ({ params }) => [notificationKeys.list(params.userId)]),
];
