import type { RealtimeError } from '@channelkit/core/contract';

/** Why a request failed, and whether the API may have carried it out all the same. */
export interface ApiFault {
  readonly error: RealtimeError;
  /** `refused`: certainly not carried out. `unknown`: it may have been. */
  readonly outcome: 'refused' | 'unknown';
  /** Whether the same request may succeed later. */
  readonly transient: boolean;
  /** How long the server asked to wait, in milliseconds. */
  readonly retryAfter?: number | undefined;
  /** HTTP status, if there was an answer. */
  readonly status?: number | undefined;
}

/** The JSON of the answer, or why there is none. */
export type ApiAnswer = { readonly ok: true; readonly json: unknown } | ({ readonly ok: false } & ApiFault);
