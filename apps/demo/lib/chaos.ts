import { z } from 'zod';

/** What can be made to go wrong: `drop` and `stop` happen once, the others last until they are ended. */
export const chaosActions = ['drop', 'stop', 'slow', 'rejectAuth', 'end'] as const;
export type ChaosAction = (typeof chaosActions)[number];

/** The body of `POST /api/chaos`. */
export const chaosSchema = z.strictObject({ action: z.enum(chaosActions) });

/** The faults at work, by the protocol server's names. */
export interface ChaosState {
  readonly faults: readonly string[];
}
