import { queryOptions } from '@tanstack/react-query';
import { callApi } from '../../http/callApi.ts';
import type { ServiceState } from './triggers.ts';

/** How the service is doing; asked every two seconds, because no event tells of it. */
export const serviceQuery = () =>
  queryOptions({
    queryKey: ['service'],
    queryFn: ({ signal }) => callApi<ServiceState>('/api/pusher', { signal }),
    refetchInterval: 2000,
  });
