import { queryOptions } from '@tanstack/react-query';
import { callApi } from '../../http/callApi.ts';
import { notificationKeys } from './notificationKeys.ts';
import type { NotificationEntry } from './notifications.ts';

/** A person's notifications, newest first. */
export const notificationListQuery = (userId: string) =>
  queryOptions({
    queryKey: notificationKeys.list(userId),
    queryFn: ({ signal }) =>
      callApi<{ notifications: NotificationEntry[] }>('/api/notifications', { signal }),
  });
