import { RealtimeError, type RealtimeErrorEntry } from '@channelkit/core/contract';
import { CK603, CK604, CK605, CK608 } from '@channelkit/core/contract/internal';

/** Why a request failed, and whether the API may have carried it out all the same. */
export interface ApiFault {
  readonly error: RealtimeError;
  /** `refused`: surely not carried out. `unknown`: it may have been. */
  readonly outcome: 'refused' | 'unknown';
  /** Whether the same request may succeed later. */
  readonly transient: boolean;
  /** What the server asked to wait, milliseconds. */
  readonly retryAfter?: number | undefined;
}

/** System errors raised before a byte of the request was sent. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'ConnectionRefused',
]);
const badCertificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/;
const spokeTlsToPlain = /ERR_SSL|EPROTO|wrong version number|packet length too long/i;
const spokePlainToTls = /HPE_INVALID|HTTPParserError|Parse Error|Expected HTTP/i;

interface Cause {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly name?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

/** Codes and messages of an error and all that it was caused by. */
function describe(error: unknown): { codes: string[]; text: string } {
  const codes: string[] = [];
  const texts: string[] = [];
  const pending: unknown[] = [error];
  for (let depth = 0; pending.length > 0 && depth < 16; depth += 1) {
    const current = pending.shift() as Cause | null | undefined;
    if (typeof current !== 'object' || current === null) continue;
    if (typeof current.code === 'string') codes.push(current.code);
    texts.push(String(current.name ?? ''), String(current.message ?? ''));
    pending.push(current.cause, ...(Array.isArray(current.errors) ? current.errors : []));
  }
  return { codes, text: [...codes, ...texts].join(' ') };
}

/** The fault of a request that got no answer. `origin` is where it went. */
export function networkFault(cause: unknown, origin: string): ApiFault {
  const { codes, text } = describe(cause);
  const tls = origin.startsWith('https:');
  if (tls && spokeTlsToPlain.test(text)) {
    const error = new RealtimeError(CK608, `${origin} does not answer in TLS`, {
      cause,
      remedy: 'Set PUSHER_USE_TLS=false (or PUSHER_SCHEME=http), or point PUSHER_PORT at the TLS port.',
    });
    return { error, outcome: 'refused', transient: false };
  }
  if (tls && codes.some((code) => badCertificate.test(code))) {
    const error = new RealtimeError(CK608, `the certificate of ${origin} is not trusted`, {
      cause,
      remedy: 'Trust its authority (Node: NODE_EXTRA_CA_CERTS), or pass a `fetch` that does.',
    });
    return { error, outcome: 'refused', transient: false };
  }
  if (!tls && spokePlainToTls.test(text)) {
    const error = new RealtimeError(CK608, `${origin} does not answer in plain HTTP`, {
      cause,
      remedy: 'Set PUSHER_USE_TLS=true (or PUSHER_SCHEME=https), or point PUSHER_PORT at the plain port.',
    });
    return { error, outcome: 'refused', transient: false };
  }
  // A dual-stack host fails with one code per address: all of them must say that nothing was sent.
  const refused = codes.length > 0 && codes.every((code) => neverSent.has(code));
  const why = refused ? 'cannot be reached' : 'broke the connection or is unreachable';
  const hint = codes[0] === undefined ? '' : ` (${codes[0]})`;
  return {
    error: new RealtimeError(CK603, `${origin} ${why}${hint}`, { cause }),
    outcome: refused ? 'refused' : 'unknown',
    transient: true,
  };
}

/** An answer that is not a success. */
export interface Refusal {
  readonly status: number;
  readonly text: string;
  /** Milliseconds. */
  readonly retryAfter?: number | undefined;
}

/** The fault of an answer that is not a success; the answer's text is kept as `cause`. */
export function statusFault({ status, text, retryAfter }: Refusal, origin: string): ApiFault {
  const cause = text === '' ? undefined : new Error(text.slice(0, 500));
  const fail = (entry: RealtimeErrorEntry, detail: string, remedy?: string) =>
    new RealtimeError(entry, detail, { cause, ...(remedy === undefined ? {} : { remedy }) });
  if (status === 413) {
    return { error: fail(CK605, 'the API answered 413'), outcome: 'refused', transient: false };
  }
  if (status >= 300 && status < 400) {
    const detail = `${origin} redirects (${status}), which loses the request`;
    const remedy = 'Set PUSHER_HOST, PUSHER_PORT and PUSHER_USE_TLS to where the API is.';
    return { error: fail(CK608, detail, remedy), outcome: 'refused', transient: false };
  }
  if (status === 400 && /plain HTTP request was sent to HTTPS|HTTP request to an HTTPS server/i.test(text)) {
    const detail = `${origin} does not answer in plain HTTP`;
    return { error: fail(CK608, detail), outcome: 'refused', transient: false };
  }
  const remedies: Record<number, string> = {
    401: 'Check app id, key and secret, and the clock of this machine.',
    403: 'The app is switched off or over its quota: look at its dashboard.',
    404: 'Check PUSHER_APP_ID and PUSHER_HOST.',
    429: 'Send less often.',
  };
  const detail = `the API answered ${status}`;
  const waits = { ...(retryAfter === undefined ? {} : { retryAfter }) };
  if (status === 429)
    return { error: fail(CK604, detail, remedies[429]), outcome: 'refused', transient: true, ...waits };
  if (status < 500) {
    const remedy = remedies[status] ?? 'Look at `cause` for its reason.';
    return { error: fail(CK604, detail, remedy), outcome: 'refused', transient: false };
  }
  // A proxy may answer 503 after it has passed the request on; one that says when to come back has not.
  const deliberate = status === 503 && retryAfter !== undefined;
  const remedy = 'Nothing to do if it passes: the service is in trouble.';
  return {
    error: fail(CK603, detail, remedy),
    outcome: deliberate ? 'refused' : 'unknown',
    transient: true,
    ...waits,
  };
}
