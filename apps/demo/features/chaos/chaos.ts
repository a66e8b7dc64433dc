import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { callApi } from '../../http/callApi.ts';

/** What can be made to go wrong: `drop` and `stop` happen once, the others last for a minute, or until they are ended. */
export const chaosActions = ['drop', 'stop', 'slow', 'rejectAuth', 'end'] as const;
export type ChaosAction = (typeof chaosActions)[number];

/** The body of `POST /api/chaos`. */
export const chaosSchema = z.strictObject({ action: z.enum(chaosActions) });

/** What is wrong at present, by the names of the actions that caused it. */
export interface ChaosState {
  readonly atWork: readonly Extract<ChaosAction, 'stop' | 'slow' | 'rejectAuth'>[];
}

/** What is wrong at present, whichever window caused it. */
export const chaosQuery = () =>
  queryOptions({
    queryKey: ['chaos'],
    queryFn: ({ signal }) => callApi<ChaosState>('/api/chaos', { signal }),
    // What is wrong ends by itself, and no event tells of it.
    refetchInterval: ({ state }) => (state.data?.atWork.length ? 2000 : false),
  });
