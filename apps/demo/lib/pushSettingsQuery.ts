import { queryOptions } from '@tanstack/react-query';
import { callApi } from './api.ts';
import type { PushSettings } from './pushSettings.ts';
import { settingsKeys } from './queryKeys.ts';

/** The settings as an administrator sees them. */
export const pushSettingsQuery = () =>
  queryOptions({
    queryKey: settingsKeys.push(),
    queryFn: ({ signal }) => callApi<PushSettings>('/api/settings/push', { signal }),
  });
