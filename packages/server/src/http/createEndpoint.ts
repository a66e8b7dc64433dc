import { RealtimeError } from '@channelkit/core/contract';
import { CK613 } from '@channelkit/core/contract/internal';
import type { Awaitable } from '../awaitable.ts';
import type { Report } from '../createReporter.ts';
import { type AllowedOrigins, checkOrigin, preflightResponse } from './checkOrigin.ts';
import { jsonResponse, problemResponse, RequestProblem } from './requestProblem.ts';

/** WHATWG request in, response out: a Next.js route handler, and what Hono, Bun, Deno and workers take. */
export type RequestHandler = (request: Request) => Promise<Response>;

/** Options of every handler that browsers call. */
export interface EndpointOptions {
  /** Other origins that may call, with CORS headers; then export the handler as `OPTIONS` too. @default same origin only */
  readonly allowedOrigins?: AllowedOrigins | undefined;
  /** Called before the user is known: true lets the request through, false or seconds to wait are answered with 429. */
  readonly rateLimit?:
    | ((request: Request) => Awaitable<boolean | { readonly retryAfter: number }>)
    | undefined;
  /** Bytes of a body. @default 65536 */
  readonly maxBody?: number | undefined;
  /**
   * Called with what your own functions threw and with what could not be signed; the caller gets a bare 500.
   * @default the service's `onError`
   */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Default of `maxBody`. */
export const defaultMaxBody = 65_536;

/**
 * Wraps an endpoint in what all have in common: method, origin, rate limit, and errors that reveal nothing to the caller. `answer` returns
 * the body of a 200 or throws a RequestProblem.
 */
export function createEndpoint(
  options: EndpointOptions & { readonly report: Report },
  answer: (request: Request) => Promise<unknown>,
): RequestHandler {
  return async (request) => {
    let cors: Record<string, string> = {};
    try {
      if (request.method === 'OPTIONS') return preflightResponse(request, options.allowedOrigins);
      if (request.method !== 'POST') throw new RequestProblem(405, 'Use POST.', { allow: 'POST' });
      cors = checkOrigin(request, options.allowedOrigins);
      if (options.rateLimit) checkRate(await options.rateLimit(request));
      return jsonResponse(200, await answer(request), cors);
    } catch (error) {
      if (error instanceof RequestProblem) return problemResponse(error, cors);
      options.report(error);
      return problemResponse(new RequestProblem(500, 'The request could not be handled.'), cors);
    }
  };
}

/** @throws RequestProblem 429, RealtimeError CK613 */
function checkRate(verdict: unknown): void {
  if (verdict === true) return;
  const wait = (verdict as { retryAfter?: unknown } | null | undefined)?.retryAfter;
  const isWait = typeof wait === 'number' && wait >= 0 && wait < Number.POSITIVE_INFINITY;
  if (verdict !== false && !isWait)
    throw new RealtimeError(CK613, `rateLimit returned ${verdict === null ? 'null' : typeof verdict}`, {
      remedy: 'Return true, false or { retryAfter: seconds }.',
    });
  const headers = isWait ? { 'retry-after': String(Math.ceil(wait)) } : {};
  throw new RequestProblem(429, 'Too many requests.', headers);
}
