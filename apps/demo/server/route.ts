import 'server-only';
import { z } from 'zod';
import { diskFault } from './diskFault.ts';
import { Problem, problemResponse } from './problem.ts';
import { requireTrusted } from './requireTrusted.ts';

type Handler<TContext> = (request: Request, context: TContext) => Promise<Response | object | null>;

const failures = {
  full: "The server's disk is full, so nothing was stored. Free some space and try again.",
  'read-only': 'The server may not write to its disk, so nothing was stored.',
} as const;

function failure(error: unknown): Problem {
  const fault = diskFault(error);
  if (fault) return new Problem(503, failures[fault]);
  return new Problem(500, 'The request failed. Try again; the reason is in the server log.');
}

/** A route handler: a thrown {@link Problem} becomes problem details, a plain result becomes JSON. */
export function route<TContext>(handler: Handler<TContext>) {
  return async (request: Request, context: TContext): Promise<Response> => {
    try {
      requireTrusted(request);
      const result = await handler(request, context);
      if (result instanceof Response) return result;
      if (result === null) return new Response(null, { status: 204 });
      return Response.json(result, { headers: { 'Cache-Control': 'no-store' } });
    } catch (error) {
      if (error instanceof Problem) return problemResponse(error);
      console.error(error);
      return problemResponse(failure(error));
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
