import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '../http/callApi.ts';

/** A cache for one page or one request. Events mark queries stale, so data does not become stale over time. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        retry: (failures, error) =>
          failures < 3 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      },
    },
  });
}
