import type { z } from 'zod';

/** A refusal that the caller is told about, as RFC 9457 problem details. */
export class Problem extends Error {
  readonly status: number;
  readonly fields: Readonly<Record<string, string>> | undefined;

  constructor(status: number, detail: string, fields?: Readonly<Record<string, string>>) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.fields = fields;
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'The request is not valid',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Not possible in this state',
  413: 'Too large',
  415: 'Not JSON',
  422: 'The request is not valid',
  429: 'Too many requests',
  500: 'Something failed on the server',
  503: 'Not available',
};

/** The response for a {@link Problem}. */
export function problemResponse(problem: Problem): Response {
  const { status, message: detail, fields } = problem;
  return Response.json(
    { type: 'about:blank', title: titles[status] ?? 'Error', status, detail, ...(fields && { fields }) },
    { status, headers: { 'Content-Type': 'application/problem+json' } },
  );
}

/** The body of a request, checked; a {@link Problem} with the fault of every field otherwise. */
export async function readBody<TSchema extends z.ZodType>(
  request: Request,
  schema: TSchema,
): Promise<z.output<TSchema>> {
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? ''))
    throw new Problem(415, 'Send the body as application/json.');
  const text = await request.text();
  if (text.length > 64_000) throw new Problem(413, 'Send at most 64,000 characters.');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Problem(400, 'The body is not JSON.');
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const fields = Object.fromEntries(
    parsed.error.issues.map((issue) => [issue.path.join('.') || 'body', issue.message]),
  );
  throw new Problem(422, 'Some fields are not as they should be.', fields);
}
