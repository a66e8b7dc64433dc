import { queryOptions } from '@tanstack/react-query';
import { callApi } from '../../http/callApi.ts';
import type { ServiceState } from './triggers.ts';

/** The state of the service. Polled every two seconds, because no event reports it. */
export const serviceQuery = () =>
  queryOptions({
    queryKey: ['service'],
    queryFn: ({ signal }) => callApi<ServiceState>('/api/pusher', { signal }),
    refetchInterval: 2000,
  });
