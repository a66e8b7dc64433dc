import { RealtimeError } from '@channelkit/core/contract';
import { CK613 } from '@channelkit/core/contract/internal';
import { RequestProblem } from './requestProblem.ts';

/** Origins besides the handler's own that may call it, for example `['https://app.example']`, or a test for one. */
export type AllowedOrigins = readonly string[] | ((origin: string) => boolean);

/**
 * Refuses requests that another site makes with the visitor's cookies. Browsers say where a POST comes from in `Sec-Fetch-Site` or
 * `Origin`, and no page can forge either. A request with neither does not come from a page and carries no visitor's cookies. Returns the
 * headers with which to answer a permitted cross-origin request.
 * @throws RequestProblem 403
 */
export function checkOrigin(request: Request, allowed: AllowedOrigins | undefined): Record<string, string> {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  if (site === 'same-origin' || (site === 'none' && origin === null)) return {};
  if (site === null) {
    if (origin === null) return {};
    const host = hostOf(origin);
    if (host !== null && ownHosts(request).includes(host)) return {};
  }
  if (origin !== null && isAllowed(origin, allowed)) return corsHeaders(origin);
  throw new RequestProblem(403, 'This origin may not call.', { vary: 'origin' });
}

/** The answer to a preflight request, for handlers that are also exported as OPTIONS. @throws RequestProblem 403 */
export function preflightResponse(request: Request, allowed: AllowedOrigins | undefined): Response {
  const cors = checkOrigin(request, allowed);
  const wanted = request.headers.get('access-control-request-headers') ?? '';
  // A list of header names and nothing else.
  const names = /^[A-Za-z0-9-]+( *, *[A-Za-z0-9-]+)*$/.test(wanted) ? wanted : 'content-type';
  return new Response(null, {
    status: 204,
    headers: {
      ...cors,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': names,
      'access-control-max-age': '600',
    },
  });
}

const corsHeaders = (origin: string): Record<string, string> => ({
  'access-control-allow-origin': origin,
  'access-control-allow-credentials': 'true',
  vary: 'origin',
});

function isAllowed(origin: string, allowed: AllowedOrigins | undefined): boolean {
  if (typeof allowed !== 'function') return allowed?.includes(origin) ?? false;
  const verdict: unknown = allowed(origin);
  if (typeof verdict === 'boolean') return verdict;
  throw new RealtimeError(CK613, `allowedOrigins returned ${typeof verdict}`, {
    remedy: 'Return true or false, and no promise.',
  });
}

/** Hosts under which this site may be known: behind a proxy the URL may hold an inner one. */
function ownHosts(request: Request): string[] {
  const forwarded = request.headers.get('x-forwarded-host')?.split(',')[0]?.trim();
  const hosts = [new URL(request.url).host, request.headers.get('host'), forwarded];
  return hosts.flatMap((host) => (host ? [host.toLowerCase()] : []));
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
