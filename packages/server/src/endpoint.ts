import { type AllowedOrigins, checkOrigin, preflightResponse } from './origin.ts';
import { jsonResponse, problemResponse, RequestProblem } from './problem.ts';
import { report } from './report.ts';

/** A value or a promise of it. */
export type Awaitable<TValue> = TValue | Promise<TValue>;

/** WHATWG request in, response out: a Next.js route handler, and what Hono, Bun, Deno and workers take. */
export type RequestHandler = (request: Request) => Promise<Response>;

/** Options that every handler called by browsers has. */
export interface EndpointOptions {
  /** Other origins that may call, with CORS headers; serve `OPTIONS` with the same handler then. @default same origin only */
  readonly allowedOrigins?: AllowedOrigins | undefined;
  /** Called before the user is known; false, or seconds to wait, is answered with 429. Keep counts by address, for example. */
  readonly rateLimit?:
    | ((request: Request) => Awaitable<boolean | { readonly retryAfter: number }>)
    | undefined;
  /** Bytes of a body. @default 16384 */
  readonly maxBody?: number | undefined;
  /** Told of what your own functions threw and of what could not be signed; the caller gets a bare 500. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Default of `maxBody`. */
export const defaultMaxBody = 16_384;

async function checkRate(request: Request, options: EndpointOptions): Promise<void> {
  const verdict = (await options.rateLimit?.(request)) ?? true;
  if (verdict === true) return;
  const wait = typeof verdict === 'object' ? { 'retry-after': String(Math.ceil(verdict.retryAfter)) } : {};
  throw new RequestProblem(429, 'Too many requests.', wait);
}

/**
 * Wraps what an endpoint does in what all have in common: method, origin, rate, and errors that tell the caller nothing.
 * `answer` gives the body of a 200 or throws a RequestProblem.
 */
export function createEndpoint(
  options: EndpointOptions,
  answer: (request: Request) => Promise<unknown>,
): RequestHandler {
  return async (request) => {
    let cors: Record<string, string> = {};
    try {
      if (request.method === 'OPTIONS') return preflightResponse(request, options.allowedOrigins);
      if (request.method !== 'POST') throw new RequestProblem(405, 'Use POST.', { allow: 'POST' });
      cors = checkOrigin(request, options.allowedOrigins);
      await checkRate(request, options);
      return jsonResponse(200, await answer(request), cors);
    } catch (error) {
      if (error instanceof RequestProblem) return problemResponse(error, cors);
      report(options.onError, error);
      return problemResponse(new RequestProblem(500, 'The request could not be handled.'), cors);
    }
  };
}
