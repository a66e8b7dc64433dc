import 'server-only';
import { z } from 'zod';
import { Problem, problemResponse } from './problem.ts';

type Handler<TContext> = (request: Request, context: TContext) => Promise<Response | object | null>;

const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Refuses a change that another site's page asked for. */
function assertSameOrigin(request: Request): void {
  if (readingMethods.has(request.method)) return;
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  // A page without an origin of its own, such as a sandboxed frame, says "null".
  const from = origin && URL.canParse(origin) ? new URL(origin).host : null;
  const isOurs =
    origin === null ? site !== 'cross-site' : from !== null && from === request.headers.get('host');
  if (!isOurs) throw new Problem(403, 'Changes are accepted from pages of this site only.');
}

/** A route handler whose refusals become problem details and whose plain results become JSON. */
export function route<TContext>(handler: Handler<TContext>) {
  return async (request: Request, context: TContext): Promise<Response> => {
    try {
      assertSameOrigin(request);
      const result = await handler(request, context);
      if (result instanceof Response) return result;
      if (result === null) return new Response(null, { status: 204 });
      return Response.json(result, { headers: { 'Cache-Control': 'no-store' } });
    } catch (error) {
      if (error instanceof Problem) return problemResponse(error);
      console.error(error);
      return problemResponse(
        new Problem(500, 'The request failed. Try again; the reason is in the server log.'),
      );
    }
  };
}

const idSchema = z.string().regex(/^[1-9]\d{0,8}$/);

/** An id from the address, or the same 404 as for one that does not exist. */
export function readId(value: string): number {
  const parsed = idSchema.safeParse(value);
  if (!parsed.success) throw new Problem(404, 'There is nothing under this address.');
  return Number(parsed.data);
}
