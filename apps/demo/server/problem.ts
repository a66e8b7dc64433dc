/** A refusal that is reported to the caller, as RFC 9457 problem details. */
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

/** The refusal of too many requests: a 429 with the time to wait. */
export class TooOften extends Problem {
  readonly seconds: number;

  constructor(seconds: number) {
    super(429, `Too many requests. Try again in ${seconds} s.`);
    this.name = 'TooOften';
    this.seconds = seconds;
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
  const retryAfter = problem instanceof TooOften && { 'Retry-After': String(problem.seconds) };
  return Response.json(
    { type: 'about:blank', title: titles[status] ?? 'Error', status, detail, ...(fields && { fields }) },
    { status, headers: { 'Content-Type': 'application/problem+json', ...retryAfter } },
  );
}
