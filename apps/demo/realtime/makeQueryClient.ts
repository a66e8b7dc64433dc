import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '../http/callApi.ts';

/** A cache for one page or one request. Events keep it true, so nothing is fetched again merely because time passed. */
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
