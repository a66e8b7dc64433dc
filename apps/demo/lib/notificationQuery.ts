import { queryOptions } from '@tanstack/react-query';
import { callApi } from './api.ts';
import type { NotificationEntry } from './notifications.ts';
import { notificationKeys } from './queryKeys.ts';

/** What a person was told, newest first. */
export const notificationListQuery = (userId: string) =>
  queryOptions({
    queryKey: notificationKeys.list(userId),
    queryFn: ({ signal }) =>
      callApi<{ notifications: NotificationEntry[] }>('/api/notifications', { signal }),
  });
