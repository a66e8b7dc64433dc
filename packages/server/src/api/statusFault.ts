import { RealtimeError, type RealtimeErrorEntry } from '@channelkit/core/contract';
import { CK603, CK604, CK605, CK608 } from '@channelkit/core/contract/internal';
import type { ApiFault } from './apiFault.ts';

/** An answer that is not a success. */
export interface Refusal {
  readonly status: number;
  readonly text: string;
  /** Milliseconds. */
  readonly retryAfter?: number | undefined;
}

const remedies: Readonly<Record<number, string>> = {
  401: 'Check app id, key and secret, and the clock of this machine.',
  403: 'The app is disabled or over its quota: look at its dashboard.',
  404: 'Check the app id and the host.',
  429: 'Send less often.',
};

/** The fault of an answer that is not a success. The text of the answer is kept as `cause`. */
export function statusFault(refusal: Refusal, origin: string): ApiFault {
  return { ...judge(refusal, origin), status: refusal.status };
}

function judge({ status, text, retryAfter }: Refusal, origin: string): ApiFault {
  const cause = text === '' ? undefined : new Error(text.slice(0, 500));
  const fail = (entry: RealtimeErrorEntry, detail: string, remedy?: string) =>
    new RealtimeError(entry, detail, { cause, ...(remedy === undefined ? {} : { remedy }) });
  const refused = (error: RealtimeError): ApiFault => ({ error, outcome: 'refused', transient: false });

  if (status === 413) return refused(fail(CK605, 'the API answered 413'));
  if (status >= 300 && status < 400) {
    const remedy = 'Set PUSHER_HOST, PUSHER_PORT and PUSHER_USE_TLS to where the API is.';
    return refused(fail(CK608, `${origin} redirects (${status}), which would lose the request`, remedy));
  }
  if (status === 400 && /plain HTTP request was sent to HTTPS|HTTP request to an HTTPS server/i.test(text)) {
    return refused(fail(CK608, `${origin} does not answer in plain HTTP`));
  }
  const detail = `the API answered ${status}`;
  if (status === 429) {
    return { error: fail(CK604, detail, remedies[429]), outcome: 'refused', transient: true, retryAfter };
  }
  if (status < 500)
    return refused(fail(CK604, detail, remedies[status] ?? 'Look at `cause` for the reason.'));
  // A proxy may answer 503 after it has forwarded the request. One that says when to come back has not.
  const isDeliberate = status === 503 && retryAfter !== undefined;
  return {
    error: fail(CK603, detail, 'Nothing to do if it passes: the service is failing.'),
    outcome: isDeliberate ? 'refused' : 'unknown',
    transient: true,
    retryAfter,
  };
}
