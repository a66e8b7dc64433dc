import { RealtimeError } from '@channelkit/core/contract';
import { CK603, CK608 } from '@channelkit/core/contract/internal';
import type { ApiFault } from './apiFault.ts';

/** System errors that are raised before a byte of the request is sent. */
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

/** The fault of a request that got no answer. `origin` is where it was sent. */
export function networkFault(cause: unknown, origin: string): ApiFault {
  const { codes, text } = describe(cause);
  const mismatch = tlsMismatch(codes, text, origin);
  if (mismatch) {
    const error = new RealtimeError(CK608, mismatch.detail, { cause, remedy: mismatch.remedy });
    return { error, outcome: 'refused', transient: false };
  }
  // A host with several addresses fails with one code per address: all of them must say that nothing was sent.
  const refused = codes.length > 0 && codes.every((code) => neverSent.has(code));
  const why = refused ? 'cannot be reached' : 'broke the connection or is unreachable';
  const hint = codes[0] === undefined ? '' : ` (${codes[0]})`;
  return {
    error: new RealtimeError(CK603, `${origin} ${why}${hint}`, { cause }),
    outcome: refused ? 'refused' : 'unknown',
    transient: true,
  };
}

function tlsMismatch(
  codes: readonly string[],
  text: string,
  origin: string,
): { detail: string; remedy: string } | null {
  const tls = origin.startsWith('https:');
  if (tls && spokeTlsToPlain.test(text)) {
    return {
      detail: `${origin} does not answer in TLS`,
      remedy: 'Set PUSHER_USE_TLS=false (or PUSHER_SCHEME=http), or point PUSHER_PORT at the TLS port.',
    };
  }
  if (tls && codes.some((code) => badCertificate.test(code))) {
    return {
      detail: `the certificate of ${origin} is not trusted`,
      remedy: 'Trust its authority (Node.js: NODE_EXTRA_CA_CERTS), or pass a `fetch` that does.',
    };
  }
  if (!tls && spokePlainToTls.test(text)) {
    return {
      detail: `${origin} does not answer in plain HTTP`,
      remedy: 'Set PUSHER_USE_TLS=true (or PUSHER_SCHEME=https), or point PUSHER_PORT at the plain port.',
    };
  }
  return null;
}

interface Cause {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly name?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

/** Codes and messages of an error and everything that caused it. */
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
