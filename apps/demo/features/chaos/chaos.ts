import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { callApi } from '../../http/callApi.ts';

/**
 * The faults that a visitor can cause. `drop` and `stop` happen once; `lose` and `duplicate` wait for the next event of stored data, and the
 * others last; all of them end after a minute, or at `end`.
 */
export const chaosActions = ['drop', 'stop', 'lose', 'duplicate', 'slow', 'rejectAuth', 'end'] as const;
export type ChaosAction = (typeof chaosActions)[number];

/** The body of `POST /api/chaos`. */
export const chaosSchema = z.strictObject({ action: z.enum(chaosActions) });

/** The faults that are active, by the actions that caused them. */
export interface ChaosState {
  readonly atWork: readonly Exclude<ChaosAction, 'drop' | 'end'>[];
}

/** The active faults, whichever window caused them. */
export const chaosQuery = () =>
  queryOptions({
    queryKey: ['chaos'],
    queryFn: ({ signal }) => callApi<ChaosState>('/api/chaos', { signal }),
    // A fault ends by itself, and no event reports it.
    refetchInterval: ({ state }) => (state.data?.atWork.length ? 2000 : false),
  });
