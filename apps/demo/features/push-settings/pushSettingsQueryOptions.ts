import { queryOptions } from '@tanstack/react-query';
import { callApi } from '../../http/callApi.ts';
import type { PushSettings } from './pushSettings.ts';
import { settingsKeys } from './settingsKeys.ts';

/** The settings as an administrator sees them. */
export const pushSettingsQuery = () =>
  queryOptions({
    queryKey: settingsKeys.push(),
    queryFn: ({ signal }) => callApi<PushSettings>('/api/settings/push', { signal }),
  });
